// What every page loads.
import "./lms-connection.js";
import "./lms-board.js";
import "./lms-feed.js";
import "./lms-kudos.js";
import "./lms-room.js";
import { ago, clock } from "./dom.js";

// Times that the server rendered, in the reader's own words and time zone.
for (const element of document.querySelectorAll("time[datetime]")) {
  const at = element.getAttribute("datetime") ?? "";
  element.textContent = element.hasAttribute("data-clock") ? clock(at) : ago(at);
}

// A menu closes when one goes on elsewhere, and with Escape.
document.addEventListener("click", event => closeMenus(/** @type {Node} */ (event.target)));
document.addEventListener("focusin", event => closeMenus(/** @type {Node} */ (event.target)));
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const open = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.menu[open]"));
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

/** @param {Node} target */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) /** @type {HTMLDetailsElement} */ (menu).open = false;
  }
}

// Forms that cannot be undone ask first.
document.addEventListener("submit", event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) event.preventDefault();
});
