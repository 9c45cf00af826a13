// Notes pop up at the foot of the screen, as reading apps show them.

import { FootnoteHandler } from "/foliate/footnotes.js";
import { readerStyles } from "/page/reader_styles.js";

export class Notes {
  #panel = document.querySelector("#note");
  #handler = new FootnoteHandler();
  #chosen = null;

  constructor(goTo) {
    this.#panel.querySelector("button").addEventListener("click", () => this.close());
    this.#handler.addEventListener("before-render", ({ detail }) => this.#open(detail.view, goTo));
  }

  // Open what a link leads to, if it is a note; otherwise the book follows the link.
  handle(book, event, chosen) {
    this.#chosen = chosen;
    this.#handler.handle(book, event)?.catch(() => {
      this.close();
    });
  }

  #open(view, goTo) {
    this.#panel.querySelector("div").replaceChildren(view);
    this.#panel.hidden = false;
    view.renderer.setAttribute("flow", "scrolled");
    view.renderer.setAttribute("margin", "12px");
    const [below, over] = readerStyles(this.#chosen);
    view.renderer.setStyles?.([below, `${over} body > p:first-child { text-indent: 0 !important; }`]);
    view.addEventListener("load", ({ detail }) =>
      detail.doc.addEventListener("keydown", ({ key }) => key === "Escape" && this.close()));
    view.addEventListener("link", (event) => {
      event.preventDefault();
      this.close();
      goTo(event.detail.href);
    });
    view.addEventListener("external-link", (event) => event.preventDefault());
  }

  close() {
    if (this.#panel.hidden) return;
    this.#panel.hidden = true;
    this.#panel.querySelector("foliate-view")?.close();
    this.#panel.querySelector("div").replaceChildren();
  }
}
