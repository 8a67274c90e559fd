// One message of a room, as MessageItem.razor renders it too.
import { avatar, clock, el, icon, me, personLink, prose, time } from "./dom.js";

/**
 * @typedef {import("./dom.js").Person} Person
 * @typedef {{ emoji: string, count: number, learners: string[] }} Reaction
 * @typedef {object} Message
 * @property {string} id
 * @property {number} sequence
 * @property {string} text
 * @property {string} html
 * @property {Person} author
 * @property {string} sentAt
 * @property {string} [editedAt]
 * @property {string} [deletedAt]
 * @property {string} [replyTo]
 * @property {string[]} mentions
 * @property {Reaction[]} reactions
 * @typedef {object} MessageActions
 * @property {(message: Message, emoji: string) => void} react
 * @property {(message: Message) => void} reply
 * @property {(message: Message) => void} edit
 * @property {(message: Message) => void} remove
 * @property {(id: string) => Message | undefined} find
 */

export const EMOJIS = ["👍", "❤️", "😄", "🎉", "🤔", "👀"];
const SAME_BREATH = 5 * 60000;

/** Whether two neighbours stand under one name. @param {Message | undefined} before @param {Message} message */
export function isContinued(before, message) {
  return (
    !!before &&
    before.author.id === message.author.id &&
    !message.replyTo &&
    Date.parse(message.sentAt) - Date.parse(before.sentAt) < SAME_BREATH &&
    new Date(before.sentAt).toDateString() === new Date(message.sentAt).toDateString()
  );
}

/** @param {Message} message @param {Message | undefined} before @param {MessageActions | null} actions null where nobody may do anything */
export function renderMessage(message, before, actions) {
  const continued = isContinued(before, message);
  const mentionsMe = message.mentions.includes(me().id);
  const head = continued
    ? null
    : el("p", { class: "message-head" }, personLink(message.author), " ", time(message.sentAt, clock));
  return el(
    "li",
    { class: `message${continued ? " continued" : ""}${mentionsMe ? " mentions-me" : ""}`, "data-id": message.id, id: `m-${message.sequence}` },
    continued ? el("span", { class: "message-time" }, time(message.sentAt, clock)) : avatar(message.author),
    el(
      "div",
      { class: "message-body" },
      head,
      quote(message, actions),
      message.deletedAt ? el("p", { class: "message-gone" }, "This message was deleted.") : prose("prose", message.html),
      message.editedAt && !message.deletedAt && el("span", { class: "message-edited" }, "edited"),
      reactionBar(message, actions),
    ),
    actions && !message.deletedAt && menu(message, actions),
  );
}

/** @param {Message} message @param {MessageActions | null} actions */
function quote(message, actions) {
  if (!message.replyTo || message.deletedAt) return null;
  const answered = actions?.find(message.replyTo);
  const sequence = message.replyTo.slice(message.replyTo.lastIndexOf(".") + 1);
  const shown = answered ? `${answered.author.name}: ${excerpt(answered)}` : "an earlier message";
  return el("a", { class: "message-quote", href: `#m-${sequence}` }, el("span", { class: "visually-hidden" }, "In reply to "), shown);
}

/** @param {Message} message */
export const excerpt = message => (message.deletedAt ? "deleted" : message.text.replace(/\s+/g, " ").slice(0, 120));

/** @param {Message} message @param {MessageActions | null} actions */
function reactionBar(message, actions) {
  if (message.reactions.length === 0) return null;
  const buttons = message.reactions.map(reaction =>
    el(
      "button",
      {
        type: "button",
        class: "reaction",
        disabled: !actions,
        "aria-pressed": String(reaction.learners.includes(me().id)),
        "aria-label": `${reaction.emoji} ${reaction.count}`,
        onclick: () => actions?.react(message, reaction.emoji),
      },
      reaction.emoji,
      " ",
      el("span", {}, String(reaction.count)),
    ),
  );
  return el("div", { class: "reactions" }, ...buttons);
}

/** @param {Message} message @param {MessageActions} actions */
function menu(message, actions) {
  const isMine = message.author.id === me().id;
  const details = el("details", { class: "menu message-menu" });
  /** @param {() => void} act */
  const closing = act => () => {
    details.open = false;
    act();
  };
  details.append(
    el("summary", { "aria-label": `Actions for the message of ${message.author.name}` }, icon("more")),
    el(
      "div",
      { class: "menu-panel" },
      el(
        "div",
        { class: "emoji-row", role: "group", "aria-label": "React" },
        ...EMOJIS.map(emoji =>
          el("button", { type: "button", class: "emoji", "aria-label": `React with ${emoji}`, onclick: closing(() => actions.react(message, emoji)) }, emoji),
        ),
      ),
      el("button", { type: "button", class: "menu-item", onclick: closing(() => actions.reply(message)) }, icon("reply"), "Reply"),
      isMine && el("button", { type: "button", class: "menu-item", onclick: closing(() => actions.edit(message)) }, icon("edit"), "Edit"),
      isMine && el("button", { type: "button", class: "menu-item danger", onclick: closing(() => actions.remove(message)) }, icon("trash"), "Delete"),
    ),
  );
  return details;
}
