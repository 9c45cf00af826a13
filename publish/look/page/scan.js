// The page of the source as it was photographed, if the manuscript names a picture that is there.

export class Scan {
  #view;
  #picture;
  #scale = 1;

  constructor(view) {
    this.#view = view;
    this.#picture = view.querySelector("img");
    view.querySelector(".larger").addEventListener("click", () => this.#zoom(1.25));
    view.querySelector(".smaller").addEventListener("click", () => this.#zoom(0.8));
    this.#picture.addEventListener("error", () => this.#tell("The picture cannot be read."));
  }

  step({ scan }) {
    if (!scan) {
      this.#picture.hidden = true;
      this.#tell("The manuscript names no picture of this page that is there.");
      return;
    }
    const address = `/scan/${scan.split("/").map(encodeURIComponent).join("/")}`;
    if (this.#picture.getAttribute("src") !== address) this.#picture.src = address;
    this.#picture.alt = `The source’s page, ${scan}`;
    this.#picture.hidden = false;
    this.#tell(scan);
  }

  #tell(words) {
    this.#view.querySelector(".where").textContent = words;
  }

  #zoom(by) {
    this.#scale = Math.max(0.25, Math.min(8, this.#scale * by));
    this.#picture.style.width = `${this.#scale * 100}%`;
  }
}
