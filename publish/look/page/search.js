// Words all over the text: where they stand, each with what stands around it.

import { ask, button, element } from "/page/desk.js";

export class Search extends EventTarget {
  #section;

  constructor(section) {
    super();
    this.#section = section;
    section.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search(event.target.querySelector("input").value);
    });
  }

  async #search(words) {
    const summary = this.#section.querySelector(".summary");
    const { count, places } = await ask("search", { words }).catch(() => ({ count: 0, places: [] }));
    const more = count > places.length ? `, the first ${places.length} of them here` : "";
    summary.textContent = count ? `${count} ${count === 1 ? "place" : "places"}${more}.` : "Nowhere in the text.";
    this.#section.querySelector("ol").replaceChildren(...places.map((place) => this.#row(place)));
  }

  #row(place) {
    const row = element("li");
    const found = button("", () => this.dispatchEvent(new CustomEvent("words", { detail: place })));
    found.className = "found";
    found.append(`…${place.lead.slice(-30)}`, element("mark", "", place.words), `${place.trail.slice(0, 30)}…`);
    row.append(found);
    return row;
  }
}
