// Turn the pages of XHTML documents as paged reading systems do, which lay a document out in CSS columns
// as wide and high as their screen (epub.js, foliate-js, Readium):
//   node page_through.mjs [--browser FILE] [--size 360x640] [--night] [--screens FOLDER] DOCUMENT...
// Prints a JSON list: for each document its pages, how many words were seen, and those that were cut off.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string", default: "/usr/bin/chromium" },
    size: { type: "string", default: "360x640" },
    night: { type: "boolean", default: false },
    screens: { type: "string" },
    pages: { type: "string", default: "12" },
  },
});
const [width, height] = options.size.split("x").map(Number);
const COLUMNS = `html { width: ${width}px; height: ${height}px; margin: 0; padding: 0; overflow: hidden;
  column-width: ${width}px; column-gap: 0; column-fill: auto; box-sizing: border-box; }
  body { padding-top: 12px; padding-bottom: 12px; }`;
const NIGHT = "html { background: #111; color: #ddd; }";

// Every word with the place where it lies, cut by what hides its overflow.
function look([width, height]) {
  const clipOf = (element) => {
    const clips = [];
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.overflowX !== "visible" && style.display !== "inline") clips.push(e);
    }
    return clips;
  };
  const isInside = (box, element) =>
    [...element.getClientRects()].some((clip) => box.left >= clip.left - 1 && box.right <= clip.right + 1
      && box.top >= clip.top - 1 && box.bottom <= clip.bottom + 1);
  const isOnPage = (box) => {
    const column = Math.floor((box.left + 1) / width) * width;
    return box.left >= 0 && box.right <= column + width + 1 && box.top >= -1 && box.bottom <= height + 1;
  };
  const seen = [], cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("annotation")) continue; // TeX kept beside a formula, not shown
    const clips = clipOf(node.parentElement);
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      const isSeen = boxes.every((box) => isOnPage(box) && clips.every((clip) => isInside(box, clip)));
      (isSeen && boxes.length ? seen : cut).push(word);
    }
  }
  for (const picture of document.querySelectorAll("img")) {
    if (![...picture.getClientRects()].every(isOnPage)) cut.push(picture.getAttribute("src"));
  }
  const pages = Math.max(1, Math.round(document.documentElement.scrollWidth / width));
  return { pages, words: seen.join(" "), cut };
}

async function read(page, path) {
  await page.goto(pathToFileURL(path).href);
  await page.addStyleTag({ content: options.night ? COLUMNS + NIGHT : COLUMNS });
  await page.evaluate(() => document.fonts.ready);
  const found = await page.evaluate(look, [width, height]);
  for (let n = 0; options.screens && n < Math.min(found.pages, Number(options.pages)); n++) {
    await page.evaluate((left) => document.documentElement.scrollTo(left, 0), n * width);
    const name = `${basename(path, ".xhtml")}-${options.size}-${String(n + 1).padStart(3, "0")}.png`;
    await page.screenshot({ path: join(options.screens, name) });
  }
  return found;
}

if (options.screens) mkdirSync(options.screens, { recursive: true });
const browser = await launch(options.browser);
const page = await browser.newPage({ viewport: { width, height } });
const found = [];
for (const path of paths) found.push(await read(page, path));
await browser.close();
console.log(JSON.stringify(found));
