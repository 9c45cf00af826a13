// Pictures that say nothing to who cannot see them, each with a field for the words.

import { act, button, element } from "/page/desk.js";

export class Pictures extends EventTarget {
  #section;
  #told = "";

  constructor(section) {
    super();
    this.#section = section;
  }

  show(pictures) {
    const told = JSON.stringify(pictures);
    if (told === this.#told) return;
    this.#told = told;
    this.#section.querySelector("ol").replaceChildren(...pictures.map((picture) => this.#row(picture)));
    this.#section.querySelector(".summary").textContent = pictures.length
      ? `${pictures.length} without words for who cannot see them.`
      : "Every picture has its words.";
  }

  #row(picture) {
    const row = element("li");
    const shown = element("img");
    shown.src = `/scan/${encodeURIComponent(`picture:${picture.name}`)}`;
    shown.alt = `${picture.name}, not described yet`;
    const place = element("p", "place", `${picture.name} · ${picture.file}:${picture.line}`);
    const form = element("form");
    const label = element("label", "", "What it shows");
    const words = element("textarea");
    Object.assign(words, { name: "words", required: true, rows: 3 });
    label.append(words);
    const save = element("button", "", "Describe");
    const find = button("Show", () =>
      this.dispatchEvent(new CustomEvent("place", { detail: picture })), `Show ${picture.name} in the source`);
    form.append(label, save, find);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#describe(picture, words.value);
    });
    row.append(shown, place, form);
    return row;
  }

  #describe(picture, words) {
    const said = this.#section.querySelector(".said");
    return act("describe", { ...picture, words }, said, () => `${picture.name}: written into the manuscript.`);
  }
}
