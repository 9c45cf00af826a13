// From saving a manuscript to its changed page on screen, in Chromium: node desk.mjs BROWSER ADDRESS MANUSCRIPT ROUNDS
// Each round changes a word in the middle of the book, whose page is in view; prints the seconds of each as JSON.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../tests/engines/", import.meta.url))("playwright-core");
const [executablePath, address, manuscript, rounds] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
const HOUR_MS = 3_600_000;
page.setDefaultTimeout(HOUR_MS);

await page.addInitScript(() => localStorage.setItem("publish-look", JSON.stringify({ views: ["printed", "source"] })));
await page.goto(address);
const isReady = () => page.waitForFunction(() => document.querySelector("#status").dataset.state === "ready");
await isReady();
const text = readFileSync(manuscript, "utf8");
const at = text.indexOf("<p>", text.length / 2) + 3;
const word = /^[^<>]*?\b(\w{6,})\b/.exec(text.slice(at))[1];
const seconds = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const before = await page.locator(".leaf img").first().getAttribute("src");
  if (!round) {
    await page.getByRole("tab", { name: /Search/ }).click();
    await page.locator("#search input").fill(text.slice(at, at + 40).replace(/<[^>]*>|\s+/g, " "));
    await page.locator("#search form button").click();
    await page.locator("#search .found").first().click();
    await page.waitForFunction(() => document.querySelector(".box"));
  }
  const shown = await page.locator(".leaf img").first().getAttribute("src");
  const begun = performance.now();
  writeFileSync(manuscript, text.slice(0, at) + `Round ${round} ${word} ` + text.slice(at));
  await page.waitForFunction((old) => {
    const pictures = [...document.querySelectorAll(".leaf img")];
    return pictures.length && pictures.every((each) =>
      each.getAttribute("src").split("/")[2] !== old.split("/")[2] && each.complete && each.naturalWidth > 0);
  }, shown ?? before, { polling: 20 });
  seconds.push((performance.now() - begun) / 1000);
  await isReady();
  await page.waitForTimeout(1000);
}
writeFileSync(manuscript, text);
console.log(JSON.stringify(seconds));
await browser.close();
