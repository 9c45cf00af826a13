// A book of 400 pages at `publish look`: node use_long_desk.mjs BROWSER ADDRESS RARE PID
// Opens it, goes through its pages, to its middle and its end, looks for a word that stands once; prints what was seen as
// one JSON object, with the memory of the process PID that serves the page. The book is test_long_desk.py's.

import { readFileSync } from "node:fs";
import { deskAt, launch, violations, waitingAt } from "./browser.mjs";

const [executablePath, address, rare, pid] = process.argv.slice(2);
const FEW = 60;
const MANY = 240;
const browser = await launch(executablePath);
const page = await browser.newPage({ viewport: { width: 1700, height: 950 } });
const until = waitingAt(page, 20);
const { text, view, isReady } = deskAt(page);
const seen = { memory: [], heap: [], nodes: [] };
const problems = [];
page.on("pageerror", (problem) => problems.push(problem.stack));

const isDrawn = () => page.evaluate(() => {
  const pictures = [...document.querySelectorAll(".leaf img")];
  return pictures.length > 0 && pictures.every((each) => each.complete && each.naturalWidth > 0);
});
const served = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

async function timed(what, doing) {
  const begun = performance.now();
  await doing();
  await until(what, isDrawn);
  return Math.round(performance.now() - begun);
}

async function note() {
  seen.memory.push(served());
  seen.heap.push(await page.evaluate(() => performance.memory.usedJSHeapSize));
  seen.nodes.push(await page.evaluate(() => document.querySelectorAll("*").length));
}

await page.goto(address);
seen.firstPaintMs = await page.evaluate(async () => {
  for (;;) {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (paint) return Math.round(paint.startTime);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
await view("printed", true);
await view("devices", false);
await until("ready", isReady);
await until("pages", isDrawn);
seen.last = (await text("#printed .of")).replace("of ", "");

const folio = page.locator("#printed input:not(.line)");
const goTo = async (number) => {
  await folio.fill(number);
  await folio.press("Enter");
};
seen.firstMs = await timed("the first page", () => goTo("1"));
seen.turnMs = [];
for (let turned = 0; turned < MANY; turned += 2) {
  seen.turnMs.push(await timed("the next pages", () => page.locator("#printed .on").click()));
  if (turned + 2 === FEW || turned + 2 === MANY) await note();
}
seen.after = await folio.inputValue();
seen.endMs = await timed("the last page", () => goTo(seen.last));
seen.end = await folio.inputValue();

await page.getByRole("tab", { name: /Search/ }).click();
await page.locator("#search input").fill(rare);
const begun = performance.now();
await page.locator("#search form button").click();
await until("a place", async () => (await page.locator("#search .found").count()) > 0);
seen.searchMs = Math.round(performance.now() - begun);
seen.found = await page.locator("#search .found").count();
await page.locator("#search .found").first().click();
await until("a box", async () => (await page.locator(".leaf .box").count()) > 0);
seen.place = await text("#where");
await view("source", true);
await page.locator("#search .found").first().click();
await until("the source", async () => (await page.locator("#source mark").count()) > 0);
seen.source = [await text("#source mark"), await page.locator("#source li").count()];
await page.getByRole("tab", { name: /Findings/ }).click();
await page.locator("#marks summary").click();
await until("marks", async () => /\d/.test(await text("#marks summary")));
seen.violations = await violations(page, { iframes: false });

console.log(JSON.stringify({ ...seen, problems }));
await browser.close();
