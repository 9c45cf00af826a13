// One device: its page is as large as the device's screen, and holds the book in foliate-js. The page around it,
// which is of another origin, asks by messages; what happens here is told by messages to it.

import "/foliate/view.js";
import { Notes } from "/page/notes.js";
import { Overlayer } from "/foliate/overlayer.js";
import { Paginator } from "/foliate/paginator.js";
import { groundOf, readerStyles } from "/page/reader_styles.js";
import { rangeOf, wordAt } from "/page/words.js";

const pages = document.querySelector("#pages");
const word = document.querySelector("#word");
const PAGE = `http://127.0.0.1:${location.port}`;
const WHEEL_MS = 300;
const MARGIN_PX = 40;

const tell = (name, detail) => parent.postMessage({ name, detail }, PAGE);

const labelOf = (value) =>
  typeof value === "object" && value ? (Object.values(value)[0] ?? "") : (value ?? "");

// A window that changes its size while a chapter is being read has no body to be laid out yet; the chapter is laid
// out when it has been read.
const layOut = Paginator.prototype.render;
Paginator.prototype.render = function () {
  if (this.getContents().every(({ doc }) => doc?.body)) layOut.call(this);
};

class Device {
  #view = null;
  #chosen = { paper: "light", size: 100, face: "" };
  #work = Promise.resolve();
  #notes = new Notes((href) => this.goTo(href));
  #turned = 0;
  #marked = "";

  // Do one thing after another: a page cannot be turned while a book is being opened.
  #soon(work) {
    this.#work = this.#work.then(work).catch((problem) => tell("problem", String(problem)));
    return this.#work;
  }

  // Open a book at a place, an EPUB CFI; the older one stays in sight until the new one is laid out.
  show(url, place) {
    return this.#soon(async () => {
      const data = await (await fetch(url)).blob();
      const view = document.createElement("foliate-view");
      view.inert = true;
      pages.append(view);
      try {
        await view.open(new File([data], "book.epub"));
        this.#listen(view);
        await this.#begin(view, place);
      } catch (problem) {
        view.remove();
        throw problem;
      }
      this.#replace(view);
      tell("opened", this.#about(view.book));
      this.#relocated();
    });
  }

  async #begin(view, place) {
    view.renderer.setAttribute("margin", `${MARGIN_PX}px`);
    view.renderer.setStyles?.(readerStyles(this.#chosen));
    const index = place && view.resolveNavigation(place)?.index;
    const isThere = Number.isInteger(index) && index < view.book.sections.length;
    await view.init({ lastLocation: isThere ? place : null, showTextStart: false });
  }

  #replace(view) {
    const older = this.#view;
    this.#view = view;
    this.#notes.close();
    view.inert = false;
    older?.close();
    older?.book.destroy?.();
    older?.remove();
  }

  #about({ metadata, toc, dir }) {
    const authors = [metadata?.author ?? []].flat().map((author) => labelOf(author?.name ?? author));
    return { title: labelOf(metadata?.title), authors, contents: toc ?? [], dir: dir ?? "ltr" };
  }

  #listen(view) {
    view.addEventListener("draw-annotation", ({ detail }) =>
      detail.draw(Overlayer.highlight, { color: "#f2b134" }));
    view.addEventListener("create-overlay", () =>
      this.#marked && view.addAnnotation({ value: this.#marked }).catch(() => {}));
    view.addEventListener("load", ({ detail }) => this.#loaded(view, detail.doc));
    view.addEventListener("relocate", () => view === this.#view && this.#relocated());
    view.addEventListener("link", (event) => this.#notes.handle(view.book, event, this.#chosen));
    view.addEventListener("external-link", (event) => {
      event.preventDefault();
      this.#say(`Leads out of the book: ${event.detail.href}`);
    });
  }

  #loaded(view, doc) {
    doc.addEventListener("keydown", (event) => tell("key", event.key));
    doc.addEventListener("pointerdown", () => tell("touched"));
    doc.addEventListener("wheel", (event) => this.#rolled(event), { passive: true });
    doc.addEventListener("click", (event) => this.#tapped(view, doc, event));
  }

  // The edges of the screen turn the page, as on a reader that is touched.
  #tapped(view, doc, event) {
    if (event.defaultPrevented || event.target.closest?.("a[href]")) return;
    if (!doc.getSelection().isCollapsed) return;
    const across = (event.clientX + doc.defaultView.frameElement.getBoundingClientRect().left) / innerWidth;
    if (across < 0.25) this.turn("left");
    else if (across > 0.75) this.turn("right");
    else this.#pointed(doc, event);
  }

  #pointed(doc, event) {
    const found = wordAt(doc, event.clientX, event.clientY);
    if (found) tell("words", found);
  }

  #rolled(event) {
    if (event.timeStamp - this.#turned < WHEEL_MS || Math.abs(event.deltaY) < 4) return;
    this.#turned = event.timeStamp;
    tell("touched");
    this.#soon(() => (event.deltaY > 0 ? this.#view.next() : this.#view.prev()));
  }

  #relocated() {
    const { cfi, fraction, tocItem, pageItem } = this.#view.lastLocation ?? {};
    const at = { cfi, fraction: fraction ?? 0, entry: tocItem?.href, label: labelOf(tocItem?.label) };
    const { heads, feet } = this.#view.renderer;
    for (const head of heads ?? []) head.textContent = at.label;
    const page = pageItem ? `page ${labelOf(pageItem.label)} · ` : "";
    for (const foot of feet ?? []) {
      foot.dir = "ltr";
      foot.textContent = `${page}${Math.round(at.fraction * 100)} %`;
    }
    tell("relocate", { ...at, page: labelOf(pageItem?.label) });
  }

  #say(words) {
    word.textContent = words;
    word.hidden = false;
    setTimeout(() => (word.hidden = true), 4000);
  }

  choose(chosen) {
    this.#chosen = chosen;
    document.documentElement.dataset.paper = chosen.paper;
    document.documentElement.style.setProperty("--ground", groundOf(chosen.paper));
    this.#notes.close();
    this.#view?.renderer.setStyles?.(readerStyles(chosen));
  }

  goTo(target) {
    return this.#soon(() => this.#view?.goTo(target));
  }

  goToFraction(fraction) {
    return this.#soon(() => this.#view?.goToFraction(fraction));
  }

  // Turn to the page on that side, or `on` and `back` in the order of reading.
  turn(way) {
    const turns = { left: "goLeft", right: "goRight", on: "next", back: "prev" };
    return this.#soon(() => this.#view?.[turns[way]]());
  }

  // Go to a document inside the EPUB, and in it to the last id before a line of its source.
  goToSource(path, line) {
    return this.#soon(async () => {
      const index = this.#view.book.sections.findIndex((section) => section.id === path);
      if (index < 0) return;
      const source = line ? await this.#view.book.loadText(path) : "";
      const before = source.split("\n").slice(0, line ?? 0).join("\n");
      const id = [...before.matchAll(/\sid="([^"]+)"/g)].at(-1)?.[1];
      await this.#view.goTo(id ? `${path}#${id}` : index);
    });
  }

  // Go to words by what stands around them, and mark them until others are found.
  goToWords({ part, words, shown, lead, trail }) {
    return this.#soon(async () => {
      const view = this.#view;
      const index = view?.book.sections.findIndex((section) => section.id === part) ?? -1;
      if (index < 0) return;
      const doc = await view.book.sections[index].createDocument();
      const range = rangeOf(doc, shown ?? words, lead, trail) ?? rangeOf(doc, words, lead, trail);
      if (!range) return;
      const value = view.getCFI(index, range);
      if (this.#marked) await view.deleteAnnotation({ value: this.#marked }).catch(() => {});
      this.#marked = value;
      await view.goTo(value);
      await view.addAnnotation({ value });
    });
  }

  closeNote() {
    this.#notes.close();
  }
}

document.addEventListener("keydown", (event) => tell("key", event.key));
document.addEventListener("pointerdown", () => tell("touched"));
const device = new Device();
const CALLS = new Set(["show", "choose", "goTo", "goToFraction", "turn", "goToSource", "goToWords", "closeNote"]);
window.addEventListener("message", ({ source, origin, data }) => {
  if (source === parent && origin === PAGE && CALLS.has(data.name)) device[data.name](...data.given);
});
tell("ready");
