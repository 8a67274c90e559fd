// <lms-connection>: says, unobtrusively, when the page is not connected, and that it tries again by itself.
import { el } from "./dom.js";
import { live } from "./live.js";

const PATIENCE = 800;

class LmsConnection extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  connectedCallback() {
    this.setAttribute("role", "status");
    live.addEventListener("state", this.#changed);
  }

  disconnectedCallback() {
    live.removeEventListener("state", this.#changed);
    clearTimeout(this.#timer);
  }

  #changed = () => {
    clearTimeout(this.#timer);
    this.dataset.state = live.state;
    if (live.state === "connected") this.replaceChildren();
    else this.#timer = setTimeout(() => this.#show(), PATIENCE);
  };

  #show() {
    if (live.state === "signed-out") {
      const here = encodeURIComponent(location.pathname + location.search);
      this.replaceChildren("You are signed out. ", el("a", { href: `/sign-in?returnUrl=${here}` }, "Sign in again"));
    } else if (this.childElementCount === 0) {
      this.replaceChildren(el("span", { class: "spinner", "aria-hidden": "true" }), el("span", {}, "Reconnecting… What you write is kept."));
    }
  }
}

customElements.define("lms-connection", LmsConnection);
