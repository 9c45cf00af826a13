// Twenty errors of a printed book worked through by somebody who has never seen the desk:
// node use_errata_day.mjs BROWSER ADDRESS DAY.json
// Uses what is seen on the page alone. DAY has `letters` (page, line, for, read, who), `suggested` (words), and `scans`, the
// picture that each word must be looked up in. Prints the seconds of each step as JSON.

import { readFileSync } from "node:fs";
import { deskAt, launch, waitingAt } from "./browser.mjs";

const [executablePath, address, dayFile] = process.argv.slice(2);
const day = JSON.parse(readFileSync(dayFile, "utf8"));
const browser = await launch(executablePath);
const page = await (await browser.newContext({ viewport: { width: 1700, height: 950 } })).newPage();
const filed = {};
const decided = {};
const scans = {};

const until = waitingAt(page, 50);

const { text, view, isReady, build } = deskAt(page);

// Wait until what was written is on the pages and in the list.
async function written(before) {
  await until("written", async () => /written/.test(await text("#errata .said")));
  await until("a new build", async () => (await build()) > before && (await isReady()));
}

async function timed(into, words, does) {
  const begun = performance.now();
  await does();
  into[words] = (performance.now() - begun) / 1000;
}

await page.goto(address);
await until("ready", isReady);
for (const [name, isOn] of [["printed", true], ["source", true], ["scan", true], ["devices", false]]) {
  await view(name, isOn);
}
await page.getByRole("tab", { name: /Errata/ }).click();

// Letters: to the page and line of the printing that the reader has, and the word put right in what the desk shows.
await page.locator("#printed .printing").selectOption("1");
for (const letter of day.letters) {
  const before = await build();
  await timed(filed, letter.for, async () => {
    await page.locator("#printed input:not(.line)").fill(letter.page);
    await page.locator("#printed .line").fill(String(letter.line));
    await page.locator("#printed .line").press("Enter");
    await until("the line", async () => (await page.locator("#errata [name=find]").inputValue()).includes(letter.for));
    await page.locator("#errata [name=find]").fill(letter.for);
    await page.locator("#errata [name=replace]").fill(letter.read);
    await page.locator("#errata [name=source]").fill(`letter of ${letter.who}`);
    await page.locator("#errata [name=by]").fill("A. Fresh");
    await page.getByRole("button", { name: "Report", exact: true }).click();
    await until("written", async () => /written/.test(await text("#errata .said")));
  });
  await written(before);
  await page.evaluate(() => (document.querySelector("#errata .said").textContent = ""));
}

// Suggestions: looked at, and reported where the word is one of those that are wrong.
await page.locator("#errata .choice select").selectOption("suggested");
await until("suggestions", async () => (await page.locator("#errata li.suggested").count()) > 0);
for (const words of day.suggested) {
  const row = page.locator("#errata li.suggested", { has: page.locator("del", { hasText: new RegExp(`^${words}$`) }) });
  await timed(filed, words, async () => {
    await row.getByRole("button", { name: /^Show/ }).click();
    await until(`${words} in the source`, async () => (await text("#source mark").catch(() => "")) === words);
    await row.getByRole("button", { name: /^Report/ }).click();
    await until("it is gone", async () => (await row.count()) === 0);
  });
}
const last = await build();
await page.locator("#errata .choice select").selectOption("open");
await until("all wait", async () => (await text("#tab-errata .count")) === String(Object.keys(day.scans).length));
await until("rest", async () => (await build()) >= last && (await isReady()));

// All are decided by keys, each looked up in the source, on its page and in the scan.
await page.locator("#errata .keys").click();
await page.keyboard.press("n");
for (let left = Object.keys(day.scans).length; left; left -= 1) {
  const words = await text("#errata [aria-current] del");
  await timed(decided, words, async () => {
    await until(`${words} in the source`, async () => (await text("#source mark").catch(() => "")) === words);
    await until("a box on the page", async () => (await page.locator(".leaf .box").count()) >= 1);
    await until("the scan", () => page.evaluate(() => {
      const picture = document.querySelector("#scan img");
      const [box, room] = ["#scan .box", "#scan .picture"].map((each) => document.querySelector(each).getBoundingClientRect());
      return picture.complete && picture.naturalWidth > 0 && box.top < room.bottom && box.bottom > room.top;
    }));
    scans[words] = decodeURIComponent((await page.locator("#scan img").getAttribute("src")).split("/").at(-1));
    await page.evaluate(() => (document.querySelector("#errata .said").textContent = ""));
    await page.keyboard.press("v");
    await until("written", async () => /written/.test(await text("#errata .said")));
  });
  if (left > 1) await until("the next", async () => (await text("#errata [aria-current] del").catch(() => words)) !== words);
}
await until("nothing waits", async () => (await text("#tab-errata .count")) === "0");
await until("ready", isReady);
if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE });
console.log(JSON.stringify({ filed, decided, scans }));
await browser.close();
