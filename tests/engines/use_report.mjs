// A reader of a shelf's report: node use_report.mjs BROWSER ADDRESS
// Searches, sorts, pages and follows links by keys, in light and dark, wide and at 320 pixels; prints
// what was seen as one JSON object. The shelf is test_report_page.py's.

import { launch, violations } from "./browser.mjs";

const [executablePath, address] = process.argv.slice(2);
const browser = await launch(executablePath);
const seen = { violations: {}, widths: {}, messages: [] };

async function open(width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on("console", (said) => said.type() === "error" && seen.messages.push(said.text()));
  page.on("pageerror", (problem) => seen.messages.push(`thrown: ${problem.stack}`));
  await page.goto(address);
  return page;
}

async function check(page, name) {
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" })); // else the bar of links lies over some
  seen.violations[name] = await violations(page);
  seen.widths[name] = await page.evaluate(() => document.documentElement.scrollWidth);
}

const told = (page) => page.locator(".pager [role=status]").innerText();
const first = (page) => page.locator("#list tbody tr").first().innerText();

const page = await open(1280, "light");
seen.all = await told(page);
seen.languages = await page.locator("[name=language] option").allInnerTexts();
await page.locator("#findings details").first().evaluate((finding) => { finding.open = true; });
await check(page, "light");
await page.locator("[name=q]").focus();
await page.keyboard.type("zoe 999");
await page.waitForFunction(() => document.querySelectorAll("#list tbody tr").length === 10);
seen.found = await first(page);
await page.locator("[name=q]").fill("");
await page.locator("[name=state]").selectOption("failed");
seen.failed = await told(page);
await page.locator("[name=state]").selectOption("");
await page.locator("[name=order]").selectOption("words");
seen.longest = await first(page);
await page.locator(".pager button").last().focus();
await page.keyboard.press("Enter");
seen.second = await told(page);
await page.locator("[value=list]").focus();
await page.keyboard.press("ArrowRight");
seen.covers = await page.locator("#wall li").count();
seen.pictures = await page.waitForFunction(() =>
  [...document.querySelectorAll("#wall img")].filter((img) => img.complete && img.naturalWidth).length).then((n) => n.jsonValue());
await check(page, "covers");
await page.locator("#failures a").first().focus();
await page.keyboard.press("Enter");
seen.followed = await first(page);
seen.focused = await page.evaluate(() => document.activeElement.name);

for (const [width, scheme] of [[1280, "dark"], [320, "light"]]) {
  const other = await open(width, scheme);
  await other.locator("#findings details").first().evaluate((finding) => { finding.open = true; });
  await check(other, `${scheme} ${width}`);
}
await browser.close();
console.log(JSON.stringify(seen));
