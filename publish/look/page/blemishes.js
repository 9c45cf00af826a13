// What a typographer would mark on the pages: measured when it is opened, and anew when the pages change.

import { ask, button, element } from "/page/desk.js";

export class Blemishes extends EventTarget {
  #details;
  #pages = "";
  #measured = "";

  constructor(details) {
    super();
    this.#details = details;
    details.addEventListener("toggle", () => this.#measure());
  }

  show(pages) {
    this.#pages = pages;
    this.#details.hidden = !pages;
    this.#measure();
  }

  async #measure() {
    if (!this.#details.open || this.#measured === this.#pages) return;
    this.#measured = this.#pages;
    const { blemishes, count } = await ask("pages", {}).catch(() => ({ blemishes: [], count: 0 }));
    this.#details.querySelector("summary").textContent = `How lines and pages end: ${count} to look at`;
    this.#details.querySelector("ol").replaceChildren(...blemishes.map((each) => this.#row(each)));
  }

  #row({ kind, folio, words }) {
    const row = element("li", "notice");
    row.append(element("p", "message", `p. ${folio}: ${kind}`), element("p", "hint", words));
    row.append(button("Show on the page", () =>
      this.dispatchEvent(new CustomEvent("words", { detail: { words, lead: "", trail: "" } })),
    `Show on the page: ${kind}, p. ${folio}`));
    return row;
  }
}
