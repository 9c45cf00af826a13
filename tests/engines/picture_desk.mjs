// The picture of the proof desk in the manual: node picture_desk.mjs BROWSER ADDRESS PNG
// Shows the first erratum on the phone, on the printed page, in the source and on the scan. The book is make_desk_picture.py's.

import { deskAt, launch, waitingAt } from "./browser.mjs";

const [executablePath, address, picture] = process.argv.slice(2);
const browser = await launch(executablePath);
const page = await browser.newPage({ viewport: { width: 1600, height: 860 } });
const until = waitingAt(page);
const { view, isReady } = deskAt(page);

await page.goto(address);
await until("ready", isReady);
await page.locator("#contents-button").click();
await page.locator("#devices [value=ereader]").setChecked(false, { force: true });
for (const name of ["printed", "source", "scan"]) await view(name, true);
await page.getByRole("tab", { name: /Errata/ }).click();
await page.locator("#errata .keys").click();
await page.keyboard.press("n");
for (const [what, selector] of [["on the page", ".leaf .box"], ["in the source", "#source mark"], ["on the scan", "#scan .box"]]) {
  await until(`marked ${what}`, async () => (await page.locator(selector).count()) > 0);
}
await page.waitForTimeout(1500); // the devices turn to the place
await page.locator("#findings").evaluate((panel) => panel.scrollTo(0, 0));
await page.screenshot({ path: picture });
console.log("{}");
await browser.close();
