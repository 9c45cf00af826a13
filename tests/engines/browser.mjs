// The machine's browser, quiet: it asks nobody for updates. What scripts at a page have in common.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const LONGEST_MS = 90_000;
const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export const launch = (executablePath) => chromium.launch({ executablePath, args: QUIET });

// Ask again until it is so, as one waits before a screen.
export const waitingAt = (page, everyMs = 100) => async (what, isSo) => {
  for (let tries = 0; tries < LONGEST_MS / everyMs; tries += 1) {
    if (await isSo()) return;
    await page.waitForTimeout(everyMs);
  }
  throw new Error(`never: ${what}; ${await page.innerText("body")}`);
};

// What scripts at the page of `publish look` ask of it and do there.
export const deskAt = (page) => ({
  text: (selector) => page.locator(selector).first().innerText(),
  view: (name, isOn) => page.locator(`#views [value=${name}]`).setChecked(isOn, { force: true }),
  isReady: () => page.evaluate(() => document.querySelector("#status").dataset.state === "ready"),
  build: () => page.evaluate(() => Number(document.body.dataset.build)),
});

// The rules of WCAG 2.2 A and AA that a machine can check; the script is run from outside, past the page's policy.
export async function violations(page, options = {}) {
  await page.evaluate(AXE);
  const found = await page.evaluate((chosen) =>
    axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], ...chosen }), options);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
}
