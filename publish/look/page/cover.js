// The cover as it goes round the pages: back, spine, front, cut to the trim, with the folds marked.

import { element } from "/page/desk.js";

const MM = 25.4 / 72;

export class Cover {
  #view;
  #sheet;
  #told = "";
  #cover = {};
  #leaf = 0;

  constructor(view) {
    this.#view = view;
    this.#sheet = view.querySelector(".wrap");
    new ResizeObserver(() => this.#draw()).observe(this.#sheet);
  }

  // `sizes` are those of the pages: what the sheet is wider than two leaves is the spine.
  show({ cover, sizes }) {
    const told = JSON.stringify([cover, sizes[0]]);
    if (told === this.#told) return;
    [this.#told, this.#cover, this.#leaf] = [told, cover, sizes[0]?.[0] ?? 0];
    this.#draw();
  }

  #draw() {
    const { pages, size } = this.#cover;
    if (!pages || !this.#sheet.clientWidth) return;
    const [width, height] = size;
    const style = getComputedStyle(this.#sheet);
    const room = ["Left", "Top"].map((side) => 2 * parseFloat(style[`padding${side}`]));
    const across = Math.min(this.#sheet.clientWidth - room[0], ((this.#sheet.clientHeight - room[1]) * width) / height);
    const leaf = element("div", "leaf");
    leaf.style.width = `${Math.max(200, Math.floor(across))}px`;
    leaf.style.aspectRatio = `${width} / ${height}`;
    const picture = element("img");
    picture.alt = "The cover: back, spine and front";
    picture.src = `/pages/${pages}/0?width=${Math.round(Math.max(200, across) * devicePixelRatio)}`;
    leaf.append(picture, ...[this.#leaf, width - this.#leaf].map((at) => this.#fold(at / width)));
    this.#sheet.replaceChildren(leaf);
    const mm = (points) => `${(points * MM).toFixed(1)} mm`;
    this.#view.querySelector(".where").textContent =
      `${mm(width)} × ${mm(height)}, spine ${mm(Math.max(0, width - 2 * this.#leaf))}`;
  }

  #fold(share) {
    const fold = element("span", "fold");
    fold.style.left = `${share * 100}%`;
    return fold;
  }
}
