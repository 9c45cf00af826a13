// The page of the source as it was photographed, if the manuscript names a picture that is there; the line is marked.

import { element } from "/page/desk.js";

const LEAST = 0.25;
const MOST = 12;
const STEP = 1.25;

export class Scan {
  #view;
  #room;
  #paper;
  #picture;
  #box = element("span", "box");
  #scale = 1;
  #dragged = null;

  constructor(view) {
    this.#view = view;
    this.#room = view.querySelector(".picture");
    this.#paper = view.querySelector(".paper");
    this.#picture = view.querySelector("img");
    this.#paper.append(this.#box);
    view.querySelector(".larger").addEventListener("click", () => this.#zoom(STEP));
    view.querySelector(".smaller").addEventListener("click", () => this.#zoom(1 / STEP));
    this.#picture.addEventListener("error", () => this.#tell("The picture cannot be read."));
    this.#picture.addEventListener("load", () => this.#center());
    this.#room.addEventListener("wheel", (event) => this.#rolled(event), { passive: false });
    this.#room.addEventListener("keydown", ({ key }) => this.#pressed(key));
    this.#room.addEventListener("pointerdown", (event) => this.#hold(event));
    this.#room.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"]) this.#room.addEventListener(name, () => this.#hold(null));
  }

  // `scan_box` is where the place stands, in shares of the picture; measured, or reckoned by lines and letters.
  step({ scan, scan_box: box, scan_is_measured: isMeasured }) {
    this.#paper.hidden = !scan;
    if (!scan) {
      this.#tell("The manuscript names no picture of this page that is there.");
      return;
    }
    const [left, top, right, bottom] = box;
    Object.assign(this.#box.style, {
      left: `${left * 100}%`, top: `${top * 100}%`,
      width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
    });
    this.#box.classList.toggle("about", !isMeasured);
    const address = `/scan/${scan.split("/").map(encodeURIComponent).join("/")}`;
    if (this.#picture.getAttribute("src") === address) this.#center();
    else this.#picture.src = address;
    this.#picture.alt = `The source’s page, ${scan}`;
    this.#tell(isMeasured ? scan : `${scan} · about here`);
  }

  #tell(words) {
    this.#view.querySelector(".where").textContent = words;
  }

  #center() {
    this.#box.scrollIntoView({ block: "center", inline: "nearest" });
  }

  // Larger or smaller, the point of the picture that is under the pointer, or in the middle, staying where it is.
  #zoom(by, at = null) {
    const room = this.#room.getBoundingClientRect();
    const [x, y] = at ?? [room.left + room.width / 2, room.top + room.height / 2];
    const before = this.#paper.getBoundingClientRect();
    const share = [(x - before.left) / before.width, (y - before.top) / before.height];
    this.#scale = Math.max(LEAST, Math.min(MOST, this.#scale * by));
    this.#paper.style.width = `${this.#scale * 100}%`;
    const after = this.#paper.getBoundingClientRect();
    this.#room.scrollLeft += after.left + share[0] * after.width - x;
    this.#room.scrollTop += after.top + share[1] * after.height - y;
  }

  // With Ctrl, as a pinch of two fingers comes too; else the wheel moves the picture.
  #rolled(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY / 200), [event.clientX, event.clientY]);
  }

  #pressed(key) {
    if (key === "+" || key === "=") this.#zoom(STEP);
    else if (key === "-") this.#zoom(1 / STEP);
    else if (key === "0") this.#zoom(1 / this.#scale);
  }

  #hold(event) {
    const isMouse = event?.pointerType === "mouse" && event.button === 0; // a finger scrolls by itself
    this.#dragged = isMouse ? { x: event.clientX, y: event.clientY } : null;
    if (isMouse) this.#room.setPointerCapture(event.pointerId);
  }

  #drag(event) {
    if (!this.#dragged) return;
    this.#room.scrollBy(this.#dragged.x - event.clientX, this.#dragged.y - event.clientY);
    this.#dragged = { x: event.clientX, y: event.clientY };
  }
}
