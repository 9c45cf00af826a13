// The printed pages, drawn as wide as there is room: a spread where two go side by side.

import { element } from "/page/desk.js";

const GAP_PX = 2;
const LEAST_PX = 300;

export class Printed extends EventTarget {
  #view;
  #leaves;
  #digest = "";
  #folios = [];
  #sizes = [];
  #first = 0;
  #found = null;
  #marks = [];

  constructor(view) {
    super();
    this.#view = view;
    this.#leaves = view.querySelector(".leaves");
    view.querySelector(".back").addEventListener("click", () => this.turn(-1));
    view.querySelector(".on").addEventListener("click", () => this.turn(1));
    view.querySelector("input").addEventListener("change", ({ target }) => this.#goToFolio(target));
    for (const part of view.querySelectorAll(".line, .printing")) {
      part.addEventListener("change", () => this.#askForLine());
    }
    new ResizeObserver(() => this.#draw()).observe(this.#leaves);
  }

  show({ pages, folios, sizes, printings }) {
    const choice = this.#view.querySelector(".printing");
    const names = [...choice.options].slice(1).map(({ value }) => value);
    if (names.join() !== printings.join()) {
      choice.replaceChildren(choice.options[0], ...printings.map((name) => new Option(`printing ${name}`, name)));
    }
    if (pages === this.#digest) return;
    [this.#digest, this.#folios, this.#sizes] = [pages, folios, sizes];
    this.#view.classList.toggle("empty", !pages);
    this.#first = Math.min(this.#first, Math.max(0, sizes.length - 1));
    this.#draw();
  }

  get #room() {
    const style = getComputedStyle(this.#leaves);
    return {
      width: this.#leaves.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
      height: this.#leaves.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
    };
  }

  // Two pages where both have room: a left one, and the right one beside it.
  #count() {
    const size = this.#sizes[this.#first];
    if (!size) return 0;
    const { width, height } = this.#room;
    const across = Math.max(LEAST_PX, (height * size[0]) / size[1]);
    return width >= 2 * across + GAP_PX ? 2 : 1;
  }

  turn(by) {
    const step = this.#count();
    this.#go(this.#first + by * step);
  }

  #go(number) {
    const last = this.#sizes.length - 1;
    const wanted = Math.max(0, Math.min(last, number));
    this.#first = this.#count() === 2 && wanted % 2 === 0 && wanted > 0 ? wanted - 1 : wanted;
    this.#draw();
  }

  // A line as readers of a printing count it, found on the pages of today.
  #askForLine() {
    const [page, line] = [...this.#view.querySelectorAll("input")].map(({ value }) => value.trim());
    const printing = this.#view.querySelector(".printing").value;
    if (!page || !line) return;
    this.dispatchEvent(new CustomEvent("line", { detail: { page, line: Number(line), printing } }));
  }

  #goToFolio(input) {
    if (this.#view.querySelector(".line").value || this.#view.querySelector(".printing").value) {
      this.#askForLine();
      return;
    }
    const number = this.#folios.indexOf(input.value.trim());
    if (number >= 0) this.#go(number);
    else input.value = this.#folios[this.#first] ?? "";
  }

  // Show words that were found: their page, and boxes around them.
  step(found) {
    this.#found = found;
    if (found.page === undefined) this.#draw();
    else this.#go(found.page);
  }

  // What a typographer or a printer would mark, on every page that is shown.
  mark(marks) {
    this.#marks = marks;
    this.#draw();
  }

  #draw() {
    const count = this.#count();
    const shown = [...Array(count).keys()].map((n) => this.#first + n).filter((n) => n < this.#sizes.length);
    this.#view.querySelector("input").value = this.#folios[this.#first] ?? "";
    this.#view.querySelector(".of").textContent = this.#folios.length ? `of ${this.#folios.at(-1)}` : "";
    this.#leaves.replaceChildren(...shown.map((number) => this.#leaf(number, count)));
  }

  #leaf(number, count) {
    const [width, height] = this.#sizes[number];
    const room = this.#room;
    const share = (room.width - GAP_PX * (count - 1)) / count;
    const across = Math.floor(Math.min(share, Math.max(LEAST_PX, (room.height * width) / height)));
    const leaf = element("div", "leaf");
    leaf.style.width = `${across}px`;
    leaf.style.aspectRatio = `${width} / ${height}`;
    const picture = element("img");
    picture.alt = `Page ${this.#folios[number] ?? number + 1} as printed`;
    picture.src = `/pages/${this.#digest}/${number}?width=${Math.round(across * devicePixelRatio)}`;
    const marks = this.#marks.filter(({ page }) => page === number);
    leaf.append(picture, ...marks.flatMap((each) => boxesOf(each.boxes, each.kind)), ...this.#boxes(number));
    leaf.addEventListener("click", (event) => this.#clicked(number, leaf, event));
    return leaf;
  }

  #boxes(number) {
    return this.#found?.page === number ? boxesOf(this.#found.boxes ?? []) : [];
  }

  #clicked(page, leaf, event) {
    const { left, top, width, height } = leaf.getBoundingClientRect();
    const point = { page, x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    this.dispatchEvent(new CustomEvent("point", { detail: point }));
  }
}

// Boxes on a page; those of marks say what is marked.
function boxesOf(boxes, mark = "") {
  return boxes.map(([left, top, right, bottom]) => {
    const box = element("span", mark ? "box marked" : "box");
    if (mark) box.title = mark;
    Object.assign(box.style, {
      left: `${left * 100}%`, top: `${top * 100}%`,
      width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
    });
    return box;
  });
}
