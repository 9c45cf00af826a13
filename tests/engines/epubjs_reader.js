// A book in epub.js, the engine of many web readers, behind the few words that read_books.mjs says.

import { fold, fontsOf, noterefsOf, seen, wordsOf } from "./shown.js";

let book, rendition;
const shown = () => rendition.getContents()[0].document;

const flat = (items) =>
  (items ?? []).flatMap(({ label, href, subitems }) => [{ label: fold(label), href }, ...flat(subitems)]);

// epub.js counts the page that is open only after a while; wait for it as its own readers do.
async function settled(act) {
  const moved = new Promise((resolve) => rendition.once("relocated", resolve));
  await act();
  return Promise.race([moved, new Promise((resolve) => setTimeout(resolve, 1500))]);
}

export const reader = {
  async open(url) {
    book = window.ePub(await (await fetch(url)).arrayBuffer());
    const size = { width: innerWidth, height: innerHeight };
    rendition = book.renderTo("page", { ...size, flow: "paginated", spread: "none" });
    await settled(() => rendition.display());
    const { toc } = await book.loaded.navigation;
    return { title: book.packaging.metadata.title, contents: flat(toc) };
  },
  async goTo(href) {
    await settled(() => rendition.display(href));
    return seen(shown(), href);
  },
  begin: () => settled(() => rendition.display(book.spine.first().href)),
  async turn() {
    if (rendition.currentLocation().atEnd) return false;
    await settled(() => rendition.next());
    return true;
  },
  words() {
    const { start, end } = rendition.currentLocation();
    const range = shown().createRange();
    const [from, to] = [start, end].map((place) => rendition.getRange(place.cfi));
    if (!from || !to) return ""; // a page that is a picture
    range.setStart(from.startContainer, from.startOffset);
    range.setEnd(to.endContainer, to.endOffset);
    return wordsOf(range);
  },
  fonts: () => fontsOf(shown()),

  // A web reader follows a note's link: give what stands where each leads.
  async openNotes() {
    const opened = [];
    const path = rendition.location.start.href;
    for (const link of noterefsOf(shown())) {
      const href = link.getAttribute("href");
      const { words, visible } = await reader.goTo(href.startsWith("#") ? path + href : href);
      opened.push({ label: fold(link.textContent), words, visible });
    }
    return opened;
  },
  async eachDocument(look) {
    const found = [];
    for (const section of book.spine.spineItems) {
      await settled(() => rendition.display(section.href));
      found.push(await look(section.href));
    }
    return found;
  },
};
