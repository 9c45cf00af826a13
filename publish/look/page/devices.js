// The devices on the stage: their true sizes, how far they are scaled down, and that all show one place.

// Screens in CSS pixels, and the border of the case around them: top, sides, bottom.
const KINDS = {
  phone: { name: "Phone", width: 390, height: 844, border: [14, 12, 14] },
  tablet: { name: "Tablet", width: 820, height: 1180, border: [34, 30, 34] },
  // Six inches, 758 × 1024 dots or 1072 × 1448: the same page at 1.41 or 2 dots for a pixel.
  ereader: { name: "E-reader", width: 536, height: 724, border: [30, 34, 70] },
};
const GAP_PX = 40;
const CAPTION_PX = 34;

// The device is of another origin, the same machine by its other name: nothing in a book can reach this page.
const DEVICE = `http://localhost:${location.port}`;
const CALLS = ["show", "choose", "goTo", "goToFraction", "turn", "goToSource", "goToWords", "closeNote"];

class Case {
  constructor(kind, stage) {
    Object.assign(this, KINDS[kind], { kind, device: null });
    this.element = document.createElement("figure");
    this.element.className = `device ${kind}`;
    this.element.style.order = Object.keys(KINDS).indexOf(kind);
    this.frame = document.createElement("iframe");
    this.frame.title = `The book on screen: ${this.name.toLowerCase()}`;
    this.frame.name = kind;
    this.body = document.createElement("div");
    this.body.className = "case";
    this.body.append(this.frame);
    const caption = document.createElement("figcaption");
    caption.textContent = `${this.name} ${this.width} × ${this.height}`;
    this.element.append(this.body, caption);
    stage.append(this.element);
    const [top, side, bottom] = this.border;
    Object.assign(this.frame.style, { width: `${this.width}px`, height: `${this.height}px` });
    this.body.style.borderWidth = `${top}px ${side}px ${bottom}px`;
    this.ready = new Promise((resolve) => {
      this.frame.addEventListener("ready", () => {
        this.device = this.#far();
        resolve();
      });
    });
    this.heard = ({ source, origin, data }) => {
      if (source !== this.frame.contentWindow || origin !== DEVICE) return;
      this.frame.dispatchEvent(new CustomEvent(String(data.name), { detail: data.detail }));
    };
    window.addEventListener("message", this.heard);
    this.frame.src = `${DEVICE}/device`;
  }

  // What can be asked of the device; it answers by events only.
  #far() {
    const call = (name) => (...given) => this.frame.contentWindow?.postMessage({ name, given }, DEVICE);
    return Object.fromEntries(CALLS.map((name) => [name, call(name)]));
  }

  remove() {
    window.removeEventListener("message", this.heard);
    this.element.remove();
  }

  // Electronic paper has one colour only, and its opposite.
  choose(chosen) {
    const isGrey = this.kind === "ereader" && chosen.paper === "sepia";
    this.device?.choose(isGrey ? { ...chosen, paper: "light" } : chosen);
  }

  get outerWidth() {
    return this.width + 2 * this.border[1];
  }

  get outerHeight() {
    return this.height + this.border[0] + this.border[2];
  }

  scale(factor) {
    this.body.style.transform = `scale(${factor})`;
    this.element.style.width = `${this.outerWidth * factor}px`;
    this.element.style.height = `${this.outerHeight * factor + CAPTION_PX}px`;
  }
}

export class Devices extends EventTarget {
  #stage;
  #cases = new Map();
  #leader = null;
  #book = "";
  #place = null;
  #chosen = {};

  constructor(stage) {
    super();
    this.#stage = stage;
    new ResizeObserver(() => this.#fit()).observe(stage);
  }

  // Put these devices on the stage, in the order of KINDS, and take the others away.
  arrange(kinds) {
    for (const [kind, gone] of this.#cases) {
      if (kinds.includes(kind)) continue;
      gone.remove();
      this.#cases.delete(kind);
    }
    for (const kind of kinds) if (!this.#cases.has(kind)) this.#add(kind);
    if (!this.#cases.has(this.#leader)) this.lead(Object.keys(KINDS).find((kind) => kinds.includes(kind)));
    this.#fit();
  }

  #add(kind) {
    const made = new Case(kind, this.#stage);
    this.#cases.set(kind, made);
    const { frame } = made;
    frame.addEventListener("touched", () => this.lead(kind));
    frame.addEventListener("key", ({ detail }) => this.#emit("key", detail));
    frame.addEventListener("problem", ({ detail }) => this.#emit("problem", detail));
    frame.addEventListener("words", ({ detail }) => this.#emit("words", detail));
    frame.addEventListener("opened", ({ detail }) => kind === this.#leader && this.#emit("opened", detail));
    frame.addEventListener("relocate", ({ detail }) => this.#relocated(kind, detail));
    made.ready.then(() => {
      made.choose(this.#chosen);
      if (this.#book) made.device.show(this.#book, this.#place);
    });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // The device that was touched last turns its pages; the others follow to the same words.
  lead(kind) {
    if (!kind || this.#leader === kind) return;
    this.#leader = kind;
    for (const [other, { element }] of this.#cases) element.classList.toggle("leads", other === kind);
  }

  #relocated(kind, detail) {
    if (kind !== this.#leader || !detail.cfi) return; // a stage that is put away has no place
    const hasMoved = detail.cfi !== this.#place;
    this.#place = detail.cfi;
    if (hasMoved) this.#followers().forEach((device) => device.goTo(detail.cfi));
    this.#emit("relocate", detail);
  }

  #all() {
    return [...this.#cases.values()].map(({ device }) => device).filter(Boolean);
  }

  get all() {
    return this.#all();
  }

  #followers() {
    return this.#all().filter((device) => device !== this.leader);
  }

  get leader() {
    return this.#cases.get(this.#leader)?.device ?? null;
  }

  show(url) {
    this.#book = url;
    for (const device of this.#all()) device.show(url, this.#place);
  }

  choose(chosen) {
    this.#chosen = chosen;
    this.#stage.dataset.paper = chosen.paper;
    for (const made of this.#cases.values()) made.choose(chosen);
  }

  closeNotes() {
    for (const device of this.#all()) device.closeNote();
  }

  // One scale for all, so that type can be compared; never larger than life.
  #fit() {
    const cases = [...this.#cases.values()];
    if (!cases.length) return;
    const style = getComputedStyle(this.#stage);
    const room = {
      width: this.#stage.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
      height: this.#stage.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom),
    };
    const widths = cases.map(({ outerWidth }) => outerWidth);
    const heights = cases.map(({ outerHeight }) => outerHeight);
    const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
    const gaps = GAP_PX * (cases.length - 1);
    const captions = CAPTION_PX * cases.length;
    const beside = Math.min((room.width - gaps) / sum(widths), (room.height - CAPTION_PX) / Math.max(...heights));
    const below = Math.min(room.width / Math.max(...widths), (room.height - gaps - captions) / sum(heights));
    this.#stage.style.flexDirection = below > beside ? "column" : "row";
    const factor = Math.max(0.3, Math.min(1, Math.max(beside, below)));
    for (const one of cases) one.scale(factor);
  }
}
