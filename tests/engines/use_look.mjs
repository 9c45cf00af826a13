// Use the page of `publish look` as an editor does: node use_look.mjs BROWSER ADDRESS MANUSCRIPT
// Goes to a chapter, reads a note, turns the page dark, changes the manuscript, breaks it, mends it, and prints
// what was seen as one JSON object. The manuscript is the one of test_look.py.

import { readFileSync, writeFileSync } from "node:fs";
import { launch, waitingAt } from "./browser.mjs";

const [executablePath, address, manuscript] = process.argv.slice(2);
const source = readFileSync(manuscript, "utf8");
const browser = await launch(executablePath);
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
const messages = [];
page.on("console", (said) => {
  if (said.type() === "error") messages.push(said.text());
});
page.on("pageerror", (problem) => messages.push(`thrown: ${problem.stack}`));
page.on("request", (request) => {
  const url = request.url();
  const home = new URL(address).origin;
  const isOurs = [home, home.replace("127.0.0.1", "localhost")].some((own) => url.startsWith(own));
  if (!isOurs && !/^(blob|data):/.test(url)) messages.push(`asks for ${url}`);
});

// The documents that a device shows: the book's, and that of a note.
const documents = (device) =>
  page.frames().filter((frame) => frame.parentFrame()?.name() === device && frame.url().startsWith("blob:"));

async function wordsOn(device) {
  const told = await Promise.all(documents(device).map((frame) =>
    frame.evaluate(() => document.body.innerText).catch(() => "")));
  return told.join("\n");
}

const until = waitingAt(page);

const shows = (device, words) =>
  until(`${device} shows ${words}`, async () => (await wordsOn(device)).includes(words));

const here = () => page.textContent("#contents [aria-current]");

const ground = (device) =>
  documents(device)[0].evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

await page.goto(address);
await page.getByRole("button", { name: "Two", exact: true }).click();
for (const device of ["phone", "ereader"]) await shows(device, "The second chapter");
await until("Two", async () => (await here()) === "Two");
const seen = { title: await page.textContent("h1"), entry: await here() };

await page.frames().find((frame) => frame.name() === "phone").waitForSelector("#note", { state: "hidden" });
await documents("phone")[0].evaluate(() => document.querySelector("a.noteref, a[role=doc-noteref]").click());
await page.frames().find((frame) => frame.name() === "phone").waitForSelector("#note", { state: "visible" });
await until("the note", async () => documents("phone").length === 2);
await shows("phone", "A note on it");
await page.keyboard.press("Escape");
await until("no note", async () => documents("phone").length === 1);

seen.light = await ground("phone");
await page.getByText("Dark", { exact: true }).click();
await until("dark paper", async () => (await ground("phone")) !== seen.light);
seen.dark = await ground("ereader");

const where = () => page.textContent("#where");
const begin = await where();
await page.keyboard.press("ArrowRight");
await until("the next page", async () => (await where()) !== begin);
await page.keyboard.press("ArrowLeft");
await until("the page before", async () => (await where()) === begin);

await until("checked", async () => (await page.textContent("#status")) === "Up to date");
seen.findings = await page.textContent("#findings .summary");

writeFileSync(manuscript, source.replace("The second chapter", "A better second chapter"));
for (const device of ["phone", "ereader"]) await shows(device, "A better second chapter");
seen.afterEdit = await here();

writeFileSync(manuscript, source.replace("</text>", ""));
await until("failed", async () => (await page.textContent("#status")).startsWith("Not built"));
seen.broken = await page.textContent("#findings ol");
seen.stillShown = await wordsOn("phone");

writeFileSync(manuscript, source);
await until("mended", async () => !(await wordsOn("phone")).includes("better"));

// A room that is high and not wide has one device below the other.
await page.setViewportSize({ width: 360, height: 1100 });
await page.waitForTimeout(500);
seen.cut = await page.evaluate(() => {
  const stage = document.querySelector("#stage").getBoundingClientRect();
  const devices = [...document.querySelectorAll(".device")].map((each) => each.getBoundingClientRect());
  return devices.filter(({ left, right, top, bottom }) =>
    left < stage.left || right > stage.right || top < stage.top || bottom > stage.bottom).length;
});

// A chapter that is half read has no body yet, while the window may change its size.
await page.frames().find((frame) => frame.name() === "phone").evaluate(() => {
  const { renderer } = document.querySelector("foliate-view");
  const [{ doc }] = renderer.getContents();
  const { body, documentElement } = doc;
  body.remove();
  renderer.render();
  documentElement.append(body);
  renderer.render();
});

await browser.close();
console.log(JSON.stringify({ ...seen, messages }));
