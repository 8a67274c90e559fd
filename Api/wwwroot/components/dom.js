// Building elements. Text always goes in as text; the one exception is HTML that the server has sanitised.

/**
 * @typedef {{ id: string, name: string }} Person
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * Makes an element: `class`, `on…` listeners, booleans, everything else as attributes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} [attributes] @param {Child[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter(child => child || child === "")));
  return element;
}

/** What the server rendered and sanitised (the `html` of posts, messages, comments). @param {string} className @param {string} html */
export function prose(className, html) {
  const element = el("div", { class: className });
  element.innerHTML = html;
  return element;
}

/** @param {string} name of a symbol in icons.svg */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The learner who is signed in. @returns {Person} */
export function me() {
  const { learnerId = "", learnerName = "" } = document.body.dataset;
  return { id: learnerId, name: learnerName };
}

/** The same circle as Avatar.razor. @param {Person} person */
export function avatar(person) {
  const words = person.name.trim().split(/[\s_.-]+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words[words.length - 1] : ""].map(word => [...(word ?? "")][0] ?? "").join("");
  let hash = 0;
  for (const character of person.id) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return el("span", { class: `avatar hue-${hash % 8}`, "aria-hidden": "true" }, initials.toUpperCase() || "?");
}

/** @param {Person} person */
export const personLink = person => el("a", { class: "person", href: `/learners/${encodeURIComponent(person.id)}` }, person.name);

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "narrow" });

/** @param {string} at */
export const clock = at => CLOCK.format(new Date(at));

/** @param {string} at */
export function day(at) {
  const date = new Date(at);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  return (date.getFullYear() === today.getFullYear() ? DAY : DAY_AND_YEAR).format(date);
}

/** "3 min. ago"; the day when it is longer ago than a week. @param {string} at */
export function ago(at) {
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  if (seconds > -45) return "now";
  if (seconds > -3600) return AGO.format(Math.round(seconds / 60), "minute");
  if (seconds > -86400) return AGO.format(Math.round(seconds / 3600), "hour");
  if (seconds > -604800) return AGO.format(Math.round(seconds / 86400), "day");
  return DAY_AND_YEAR.format(new Date(at));
}

/** @param {string} at @param {(at: string) => string} show */
export const time = (at, show) => el("time", { datetime: at, title: FULL.format(new Date(at)) }, show(at));

/** "Ada", "Ada and Ben", "Ada, Ben and 3 others". @param {string[]} names */
export function enumerate(names) {
  if (names.length < 2) return names.join("");
  if (names.length === 2) return `${names[0]} and ${names[1]}`;
  return `${names[0]}, ${names[1]} and ${names.length - 2} ${names.length === 3 ? "other" : "others"}`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export const count = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
