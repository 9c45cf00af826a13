// An editor's day at `publish look`: node use_desk.mjs BROWSER ADDRESS MANUSCRIPT ERRATA
// Goes through what readers have reported by keys, points at words in three views, reports one, describes a picture, meets
// a change from outside, undoes, tries narrow and dark; prints what was seen as one JSON object. The book is test_desk.py's.

import { readFileSync, writeFileSync } from "node:fs";
import { deskAt, launch, violations, waitingAt } from "./browser.mjs";

const [executablePath, address, manuscript, errata] = process.argv.slice(2);
const browser = await launch(executablePath);
const context = await browser.newContext({ viewport: { width: 1700, height: 950 }, bypassCSP: false });
const page = await context.newPage();
const messages = [];
const seen = { seconds: [], violations: {} };
page.on("console", (said) => said.type() === "error" && messages.push(said.text()));
page.on("pageerror", (problem) => messages.push(`thrown: ${problem.stack}`));

const until = waitingAt(page);

const { text, view, isReady, build } = deskAt(page);

async function checked(name) {
  seen.violations[name] = await violations(page, { iframes: false });
}

// Wait until what was written has been built and is shown.
async function rebuilt(before) {
  await until("a new build", async () => (await build()) > before);
  await until("ready", isReady);
}

await page.goto(address);
seen.address = page.url();
await until("ready", isReady);
await checked("devices");
await view("printed", true);
await view("source", true);
await view("scan", true);
await page.getByRole("tab", { name: /Errata/ }).click();
seen.waiting = await text("#tab-errata .count");
await checked("all views");
await view("cover", true);
await until("a cover", async () => (await page.locator("#cover img").count()) === 1);
await until("ready", isReady);
await checked("cover");
await view("cover", false);
await page.getByRole("tab", { name: /Search/ }).click();
await page.locator("#search input").fill("ordinary");
await page.locator("#search form button").click();
await until("places", async () => (await page.locator("#search .found").count()) > 0);
await checked("search");

// What a printer would come back with is a box on the page, as long as its list is open; the manual says what a code means.
await page.getByRole("tab", { name: /Findings/ }).click();
const marks = page.locator("#marks > summary");
await marks.click();
await page.locator("#marks button").last().click();
await until("a mark", async () => (await page.locator(".leaf .box.marked").count()) > 0);
seen.mark = await page.locator(".leaf .box.marked").last().getAttribute("title");
await page.locator("#told .manual summary").first().click();
await until("the manual", async () => (await page.locator("#told .manual p").count()) > 0);
await checked("findings");
await page.locator("#told").getByRole("button", { name: /Open in the editor/ }).first().click();
await until("the editor", async () => /Opened .*storm.xml:\d+/.test(await text("#told .said")));
seen.folded = await text("#told > details > summary");
await marks.click();
await until("no mark", async () => (await page.locator(".leaf .box.marked").count()) === 0);
await page.getByRole("tab", { name: /Errata/ }).click();

// Decide by keys what readers have reported.
await page.locator("#errata .keys").click();
const letters = (process.env.DAY ?? "vvhxv").split("");
await page.keyboard.press("n");
for (const letter of letters) {
  const begun = Date.now();
  const wrong = await text("#errata [aria-current] del");
  await until(`${wrong} in the source`, async () =>
    (await page.locator("#source mark").count()) === 1 && (await text("#source mark")) === wrong);
  await until("a box", async () => (await page.locator(".box").count()) >= 1);
  const before = await build();
  await page.keyboard.press(letter);
  await until("written", async () => /written/.test(await text("#errata .said")));
  seen.seconds.push((Date.now() - begun) / 1000);
  await rebuilt(before);
}
const chosen = () => page.locator("#errata [aria-current]").getAttribute("data-id");
seen.walked = [await chosen()];
for (const key of ["p", "n"]) {
  await page.keyboard.press(key);
  seen.walked.push(await chosen());
}
await page.keyboard.press("e");
await page.locator("#errata form.edit").getByRole("button", { name: /Leave/ }).click();
seen.marked = await text("#source mark");
seen.scan = await page.locator("#scan img").getAttribute("src");
seen.stillWaiting = await text("#tab-errata .count");

// A word of a printed page is shown in the source; one of the source on the page.
const leaf = page.locator(".leaf").first();
await page.locator("#printed input:not(.line)").fill("1");
await page.locator("#printed input:not(.line)").press("Enter");
await page.waitForTimeout(300);
const size = await leaf.boundingBox();
for (const down of [0.4, 0.42, 0.44, 0.46, 0.48]) {
  await leaf.click({ position: { x: size.width * 0.35, y: size.height * down } });
  await page.waitForTimeout(400);
  if (await page.locator(".box").count()) break;
}
seen.pointed = [await text("#source mark"), await page.locator("#errata [name=find]").inputValue()];
await page.setViewportSize({ width: 1700, height: 420 }); // lines that are longer than the view
await page.evaluate(() => {
  const row = [...document.querySelectorAll("#source li")].find((each) => each.textContent.includes("wnid"));
  const range = document.createRange();
  const node = [...row.childNodes].find((each) => each.textContent.includes("wnid")).firstChild ??
    [...row.childNodes].find((each) => each.textContent.includes("wnid"));
  range.setStart(node, node.textContent.indexOf("wnid") + 1);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
  row.click();
});
await until("wnid", async () => (await page.locator("#errata [name=find]").inputValue()) === "wnid");
await until("it is in view", () => page.evaluate(() => {
  const [mark, lines] = ["#source mark", "#source .lines"].map((each) => document.querySelector(each)?.getBoundingClientRect());
  return mark && mark.top >= lines.top && mark.bottom <= lines.bottom;
}));
await page.setViewportSize({ width: 1700, height: 950 });
await page.locator("#errata [name=replace]").fill("wind");
await page.locator("#errata [name=by]").fill("An Editor");
let before = await build();
await page.getByRole("button", { name: "Report" }).click();
await until("reported", async () => /written/.test(await text("#errata .said")));
await rebuilt(before);
seen.reported = readFileSync(errata, "utf8");

// A word that is touched on the phone.
const phone = page.frames().find((frame) => frame.name() === "phone");
const shown = page.frames().filter((frame) => frame.parentFrame() === phone && frame.url().startsWith("blob:")).at(-1);
const [x, y] = await shown.evaluate(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const left = frameElement.getBoundingClientRect().left;
  while (walker.nextNode()) {
    for (const { index } of walker.currentNode.data.matchAll(/ordinary/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index + 3);
      const box = range.getBoundingClientRect();
      const across = (box.left + left) / parent.innerWidth;
      if (across > 0.3 && across < 0.7) return [box.left, box.top + box.height / 2];
    }
  }
  throw new Error("no such word on the screen");
});
await shown.evaluate(([left, top]) => {
  document.elementFromPoint(left, top).dispatchEvent(
    new MouseEvent("click", { bubbles: true, clientX: left, clientY: top }));
}, [x, y]);
await until("ordinary", async () => (await page.locator("#errata [name=find]").inputValue()) === "ordinary");
await until("it is marked", async () => (await text("#source mark")) === "ordinary");
seen.touched = await text("#source mark");

// Words that are cut by markup, have points and accents, or letters beyond the first plane.
seen.words = await page.evaluate(async () => {
  const { rangeOf, wordAt } = await import("/page/words.js");
  const made = document.createElement("div");
  made.style = "position: fixed; inset: 0; z-index: 9; background: white; font: 20px serif";
  made.innerHTML = "<p>Old g<i>over</i>nmetn<a href='#'>1</a>.</p><p>x שָׁלוֹם y</p><p>The 𐌰𐌹𐌽 e\u0301te\u0301 end</p>";
  document.body.append(made);
  const touched = ["over", "לוֹ", "𐌹𐌽", "te\u0301"].map((part) => {
    const node = [...document.createTreeWalker(made, NodeFilter.SHOW_TEXT).root.querySelectorAll("*")]
      .flatMap((each) => [...each.childNodes]).find((each) => each.nodeType === 3 && each.data.includes(part));
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(part));
    range.setEnd(node, node.data.indexOf(part) + part.length);
    const box = range.getBoundingClientRect();
    return wordAt(document, box.left + box.width / 2, box.top + box.height / 2)?.words;
  });
  const found = ["𐌰𐌹𐌽", "ete", "שלום"].map((words) =>
    rangeOf(document, words, words === "ete" ? "The 𐌰𐌹𐌽 " : "", "")?.toString());
  made.remove();
  return [...touched, ...found];
});

// What an editor outside changes meanwhile is not overwritten.
await page.locator("#errata select").selectOption("all");
const kept = readFileSync(errata, "utf8");
await page.route("**/state*", (route) => route.abort());
writeFileSync(errata, kept.replace('note = "a reader"', 'note = "another hand"'));
await page.locator("#errata li", { hasText: "a reader" }).first().getByRole("button", { name: /Reject/ }).click();
await until("a conflict", async () => /changed outside/.test(await text("#errata .said")));
seen.conflict = readFileSync(errata, "utf8").includes("another hand");
before = await build();
await page.unroute("**/state*");
await rebuilt(before);

// A picture gets its words; the last deed is undone.
await page.getByRole("tab", { name: /Pictures/ }).click();
await checked("pictures");
const bare = readFileSync(manuscript, "utf8");
before = await build();
await page.locator("#pictures textarea").fill("A ship in a storm");
await page.getByRole("button", { name: "Describe" }).click();
await rebuilt(before);
seen.described = readFileSync(manuscript, "utf8") === bare.replace("storm.png\"/>", "storm.png\"/><figDesc>A ship in a storm</figDesc>");
await until("no picture", async () => (await text("#tab-pictures .count")) === "0");
await page.getByRole("tab", { name: /Errata/ }).click();
before = await build();
await page.locator("#errata .keys").click();
await page.keyboard.press("u");
await until("undone", async () => /Undone/.test(await text("#errata .said")));
await rebuilt(before);
seen.undone = readFileSync(manuscript, "utf8") === bare;

// A broken save leaves all views as they were, and says why.
before = await build();
const pages = await page.locator(".leaf img").first().getAttribute("src");
writeFileSync(manuscript, bare.replace("</figure>", ""));
await until("failed", () => page.evaluate(() => document.querySelector("#status").dataset.state === "failed"));
seen.broken = (await page.locator(".leaf img").first().getAttribute("src")) === pages;
before = await build();
writeFileSync(manuscript, bare);
await rebuilt(before);

// Narrow, dark, and in a second tab.
await page.emulateMedia({ colorScheme: "dark" });
await checked("dark");
await page.setViewportSize({ width: 3840, height: 2160 });
await page.waitForTimeout(300);
await checked("4K");
await page.setViewportSize({ width: 320, height: 700 });
await page.waitForTimeout(300);
seen.over = [await page.locator("#contents").isVisible(), await page.locator("#findings").isVisible()];
await page.locator("#contents-button").click();
await page.locator("#findings-button").click();
seen.over.push(await page.locator("#contents").isVisible(), await page.locator("#findings").isVisible());
seen.overflow = await page.evaluate(() => Math.max(
  document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("#findings input, #findings select, #findings button")].map((each) =>
    each.getBoundingClientRect().right - innerWidth)));
seen.head = await page.evaluate(() => document.querySelector("header").getBoundingClientRect().height / innerHeight);
await checked("narrow");
await page.route("**/do/undo", (route) => route.abort());
await page.getByRole("button", { name: "Undo" }).click();
await until("no answer", async () => /has ended; nothing was written/.test(await text("#errata .said")));
const second = await context.newPage();
await second.goto(new URL(address).origin);
seen.second = await second.title();

console.log(JSON.stringify({ ...seen, messages }));
await browser.close();
