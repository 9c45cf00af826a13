// A book in foliate-js, the engine of Foliate and Readest, behind the few words that read_books.mjs says.

import "foliate-js/view.js";
import { FootnoteHandler } from "foliate-js/footnotes.js";
import { fold, fontsOf, noterefsOf, seen, wordsOf } from "./shown.js";

const view = document.createElement("foliate-view");
const notes = new FootnoteHandler();

notes.addEventListener("before-render", (event) => {
  document.querySelector("#note").replaceChildren(event.detail.view);
});

const once = (target, name) =>
  new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

// Wait until a note is laid out in the small view of its own.
async function poppedUp() {
  const { detail } = await once(notes, "render");
  await once(detail.view, "create-overlay");
  await once(detail.view, "relocate");
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return detail;
}

const shown = () => view.renderer.getContents()[0].doc;

const flat = (items) =>
  (items ?? []).flatMap(({ label, href, subitems }) => [{ label: fold(label), href }, ...flat(subitems)]);

export const reader = {
  async open(url) {
    document.querySelector("#page").append(view);
    const data = await (await fetch(url)).blob();
    await view.open(new File([data], "book.epub"));
    view.addEventListener("link", (event) => notes.handle(view.book, event));
    await view.init({ showTextStart: false });
    const { metadata, toc, pageList } = view.book;
    return { title: metadata.title, contents: flat(toc), pageList: flat(pageList) };
  },
  async goTo(href) {
    await view.goTo(href);
    return seen(shown(), href);
  },
  begin: () => view.renderer.firstSection(),
  async turn() {
    if (view.renderer.atEnd) return false;
    await view.next();
    return true;
  },
  words: () => wordsOf(view.lastLocation.range),
  fonts: () => fontsOf(shown()),

  // Click every reference to a note in the open document; give what pops up for each.
  async openNotes() {
    const opened = [];
    for (const link of noterefsOf(shown())) {
      const asked = poppedUp();
      link.click();
      const { view: note, type, hidden } = await asked;
      const [{ doc }] = note.renderer.getContents();
      opened.push({ label: fold(link.textContent), type, hidden, words: fold(doc.body.textContent) });
      note.close();
    }
    return opened;
  },
  async eachDocument(look) {
    const found = [];
    for (const [index, section] of view.book.sections.entries()) {
      if (section.linear === "no") continue;
      await view.goTo(index);
      found.push(await look(section.id));
    }
    return found;
  },
};
