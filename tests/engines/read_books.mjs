// Read EPUBs through, as a reader of the books would, in foliate-js and epub.js in a real browser:
//   node read_books.mjs [--browser FILE] [--size 820x1180] [--screens FOLDER] ENGINE BOOK...
// Goes to every entry of the contents, turns all pages, opens every note, and prints what was seen as
// one JSON list. With --screens, each page is kept as a picture for people to look at.

import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const SITE = "http://localhost/";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".epub": "application/epub+zip" };
const MOST_PAGES = 25; // of the page list that are gone to, to save time
const IMPORTS = { imports: { "foliate-js/": "/node_modules/foliate-js/" } };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string", default: "/usr/bin/chromium" },
    size: { type: "string", default: "820x1180" },
    screens: { type: "string" },
    pages: { type: "string", default: "1000" },
  },
});
const [engine, ...books] = positionals;

// Everything comes from this folder and the book; whatever else is asked for is told of.
function serve(page, path, messages) {
  return page.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (!url.href.startsWith(SITE)) {
      if (["blob:", "data:"].includes(url.protocol)) return route.continue();
      messages.push(`asks the network for ${url}`);
      return route.abort();
    }
    const file = url.pathname === "/book.epub" ? path : join(HERE, decodeURIComponent(url.pathname));
    try {
      return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] });
    } catch {
      messages.push(`no file ${url.pathname}`);
      return route.fulfill({ status: 404 });
    }
  });
}

async function openPage(browser, path, messages) {
  const [width, height] = options.size.split("x").map(Number);
  const page = await browser.newPage({ viewport: { width, height } });
  page.on("console", (said) => {
    if (said.type() === "error") messages.push(said.text());
  });
  page.on("pageerror", (problem) => messages.push(`thrown: ${problem.stack}`));
  await serve(page, path, messages);
  await page.goto(`${SITE}reader.html`);
  if (engine === "epubjs") {
    for (const name of ["jszip/dist/jszip.js", "epubjs/dist/epub.js"]) {
      await page.addScriptTag({ url: `/node_modules/${name}` });
    }
  }
  await page.addScriptTag({ content: JSON.stringify(IMPORTS), type: "importmap" });
  await page.evaluate(async (name) => {
    window.reader = (await import(`/${name}_reader.js`)).reader;
  }, engine);
  return page;
}

async function turnPages(page, stem) {
  const shown = [];
  await page.evaluate(() => reader.begin());
  for (let more = true; more && shown.length < Number(options.pages); ) {
    shown.push(await page.evaluate(() => reader.words()));
    if (options.screens) {
      const name = `${stem}-${String(shown.length).padStart(4, "0")}.png`;
      await page.screenshot({ path: join(options.screens, name) });
    }
    more = await page.evaluate(() => reader.turn());
  }
  return shown;
}

async function read(browser, path) {
  const messages = [];
  const page = await openPage(browser, path, messages);
  const { title, contents, pageList = [] } = await page.evaluate(() => reader.open("/book.epub"));
  const follow = (entries) =>
    page.evaluate(async (list) => {
      const found = [];
      for (const { label, href } of list) found.push({ label, ...(await reader.goTo(href)) });
      return found;
    }, entries);
  const entries = await follow(contents);
  const pages = await follow(pageList.slice(0, MOST_PAGES));
  const looked = await page.evaluate(() =>
    reader.eachDocument(async (name) => ({
      name, fonts: await reader.fonts(), notes: await reader.openNotes(),
    })),
  );
  const shown = await turnPages(page, basename(path, ".epub"));
  await page.close();
  return { title, contents: entries, pages, documents: looked, shown, messages };
}

if (options.screens) mkdirSync(options.screens, { recursive: true });
const browser = await launch(options.browser);
const found = [];
for (const path of books) found.push(await read(browser, path));
await browser.close();
console.log(JSON.stringify(found));
