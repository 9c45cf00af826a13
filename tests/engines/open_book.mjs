// Open unzipped EPUBs in foliate-js, the engine of Foliate and Readest, as a reader of the book would:
// node open_book.mjs OLDER NEWER WORDS... Puts the reader's place (an EPUB CFI) on each of the WORDS in
// the older build, and looks what stands there in the newer one. Prints one JSON object.

import { readFile, stat } from "node:fs/promises";
import { statSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
for (const name of ["DOMParser", "XMLSerializer", "Node", "NodeFilter", "Range", "Document"]) {
  globalThis[name] = window[name];
}
globalThis.CSS = { escape: (name) => name.replace(/([^\w-])/g, "\\$1") };

// foliate-js is written for browsers of 2024 on; Node.js 20 has no groupBy yet.
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};
Object.groupBy ??= (items, keyOf) => Object.fromEntries(Map.groupBy(items, keyOf));

const { EPUB } = await import("foliate-js/epub.js");
const CFI = await import("foliate-js/epubcfi.js");

async function open(folder) {
  const isThere = (name) => stat(join(folder, name)).then(() => true, () => false);
  const loadText = async (name) => ((await isThere(name)) ? readFile(join(folder, name), "utf8") : null);
  const loadBlob = async (name) => new Blob([await readFile(join(folder, name))]);
  return new EPUB({ loadText, loadBlob, getSize: (name) => statSync(join(folder, name)).size }).init();
}

function placeOf(document, words) {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + words.length);
    return range;
  }
  return null;
}

async function mark(book, words) {
  for (const section of book.sections) {
    const range = placeOf(await section.createDocument(), words);
    if (range) return CFI.joinIndir(section.cfi, CFI.fromRange(range));
  }
  throw new Error(`no ${words} in the book`);
}

async function follow(book, place) {
  const { index, anchor } = book.resolveCFI(place);
  return anchor(await book.sections[index].createDocument()).toString();
}

async function entries(book, items) {
  const found = [];
  for (const { label, href, subitems } of items) {
    const target = book.resolveHref(href);
    const document = await book.sections[target.index].createDocument();
    found.push({ label, leads: !href.includes("#") || Boolean(target.anchor(document)) });
    found.push(...(await entries(book, subitems ?? [])));
  }
  return found;
}

const [older, newer, ...places] = process.argv.slice(2);
const [before, after] = [await open(older), await open(newer)];
const found = [];
for (const words of places) found.push(await follow(after, await mark(before, words)));
console.log(
  JSON.stringify({
    identifiers: [before.metadata.identifier, after.metadata.identifier],
    sections: [before, after].map((book) => book.sections.map((section) => section.id)),
    contents: await entries(after, after.toc),
    found,
  }),
);
