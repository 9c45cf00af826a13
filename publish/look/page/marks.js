// What a typographer or a printer would mark on the pages: measured when it is opened, and anew when the pages change.

import { ask, button, element } from "/page/desk.js";

export class Marks extends EventTarget {
  #details;
  #pages = "";
  #measured = "";
  #marks = [];

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
    const isOpen = this.#details.open;
    if (isOpen && this.#measured !== this.#pages) {
      this.#measured = this.#pages;
      const { marks, count } = await ask("pages", {}).catch(() => ({ marks: [], count: 0 }));
      this.#marks = marks;
      this.#details.querySelector("summary").textContent = `Marked on the pages: ${count}`;
      this.#details.querySelector("ol").replaceChildren(...marks.map((each) => this.#row(each)));
    }
    this.dispatchEvent(new CustomEvent("marks", { detail: isOpen ? this.#marks : [] }));
  }

  #row({ kind, folio, words, page, boxes }) {
    const row = element("li", "notice");
    row.append(element("p", "message", `p. ${folio}: ${kind}`), element("p", "hint", words));
    row.append(button("Show on the page", () =>
      this.dispatchEvent(new CustomEvent("place", { detail: { page, boxes } })),
    `Show on the page: ${kind}, p. ${folio}`));
    return row;
  }
}
