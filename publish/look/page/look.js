// The page of `publish look`: asks how the work stands, and keeps devices, contents and findings in step.

import { Contents } from "/page/contents.js";
import { Cover } from "/page/cover.js";
import { ask } from "/page/desk.js";
import { Devices } from "/page/devices.js";
import { Errata } from "/page/errata.js";
import { Findings } from "/page/findings.js";
import { Marks } from "/page/marks.js";
import { Pictures } from "/page/pictures.js";
import { Printed } from "/page/printed.js";
import { Scan } from "/page/scan.js";
import { Search } from "/page/search.js";
import { Settings } from "/page/settings.js";
import { Source } from "/page/source.js";
import { Tabs } from "/page/tabs.js";

const POLL_MS = { building: 100, checking: 250 };
const CALM_MS = 500;
const SIZES = { least: 60, most: 300 };
const STATES = {
  building: "Building …",
  checking: "EPUBCheck is reading …",
  ready: "Up to date",
  failed: "Not built: the last good book is shown",
  nothing: "Not built: there is no book to show yet",
  gone: "publish look has ended",
  anew: "publish look was started anew: open the address that it printed",
};

const $ = (selector) => document.querySelector(selector);
const settings = new Settings();
const devices = new Devices($("#stage"));
const contents = new Contents($("#contents"), (href) => devices.leader?.goTo(href));
const findings = new Findings($("#told"), $("#findings-button .count"), {
  inBook: (path, line) => devices.leader?.goToSource(path, line),
  inSource: (place) => show("source").then(() => source.step(place)),
  inEditor: (place, said) => source.open(place, said),
});
const printed = new Printed($("#printed"));
const cover = new Cover($("#cover"));
const source = new Source($("#source"));
const scan = new Scan($("#scan"));
const errata = new Errata($("#errata"));
const pictures = new Pictures($("#pictures"));
const search = new Search($("#search"));
const marks = new Marks($("#marks"));
const tabs = new Tabs($(".tabs"));
const narrow = matchMedia("(max-width: 64rem)"); // the panels lie over the views there, one at a time
let over = "";
let known = "";
let book = "";
let asked = 0;

function lose(state) {
  if (known !== state) say(state);
  known = state;
}

async function poll() {
  let told = "";
  try {
    const answer = await fetch(`/state?views=${settings.get("views")}`);
    if (answer.ok) told = await answer.text();
    else lose("anew");
  } catch {
    lose("gone");
  }
  if (told && told !== known) {
    known = told;
    update(JSON.parse(told));
  }
  setTimeout(poll, POLL_MS[$("#status").dataset.state] ?? CALM_MS);
}

function update({ name, state, build, book: digest, remarks, desk }) {
  document.body.dataset.build = build;
  $("#status").title = name;
  say(state === "failed" && !digest ? "nothing" : state);
  if (state !== "building") findings.show(remarks, state);
  if (state === "failed") openPanel("findings", true);
  if (digest && digest !== book) devices.show(`/book.epub?${digest}`);
  book = digest;
  lay(desk);
}

// What the manuscript has besides the EPUB; a finished EPUB has nothing.
function lay(desk) {
  const isThere = Boolean(desk.file);
  $("#views").hidden = !isThere;
  for (const name of ["errata", "search", "pictures"]) $(`#tab-${name}`).hidden = !isThere;
  if (!isThere) return;
  printed.show(desk);
  cover.show(desk);
  source.begin(desk.file, desk.editor);
  errata.show(desk.errata);
  pictures.show(desk.pictures);
  marks.show(desk.pages);
  $("#tab-errata .count").textContent = errata.waiting;
  $("#tab-pictures .count").textContent = desk.pictures.length;
  $("#views [value=scan]").closest("label").hidden = !desk.scans;
}

// One place in all views: what somebody pointed at in one of them.
async function step(wish, given) {
  const mine = (asked += 1); // an answer that comes late must not take the place of a later one
  const found = await ask(wish, given).catch((problem) => ({ missing: true, problem: problem.message }));
  if (mine !== asked) return;
  $("#where").title = "";
  if (found.missing) {
    $("#where").textContent = found.problem ?? "not found in the manuscript, or in several places";
    return;
  }
  printed.step(found);
  source.step(found);
  scan.step(found);
  errata.step(found);
  const isShown = !$("#stage").hidden;
  if (found.part && isShown) for (const device of devices.all) device.goToWords(found);
  const page = found.folio ? `p. ${found.folio}, ${found.in_notes ? "notes, " : ""}line ${found.line_on_page}` : "";
  $("#where").textContent = page || `line ${found.line}`;
}

async function show(view) {
  const views = settings.get("views");
  if (!views.includes(view)) settings.set("views", [...views, view]);
}

function say(state) {
  $("#status").dataset.state = state;
  $("#status").textContent = STATES[state];
}

function choose() {
  const [paper, size, face] = ["paper", "size", "face"].map((name) => settings.get(name));
  for (const input of document.querySelectorAll("#devices input")) {
    input.checked = settings.get("devices").includes(input.value);
  }
  for (const input of document.querySelectorAll("#paper input")) input.checked = input.value === paper;
  $("#size output").textContent = `${size} %`;
  $("#face").value = face;
  const views = settings.get("views");
  for (const input of document.querySelectorAll("#views input")) input.checked = views.includes(input.value);
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = !views.includes(view.dataset.view);
  for (const name of ["devices", "paper", "size"]) $(`#${name}`).hidden = !views.includes("devices");
  $(".face").hidden = !views.includes("devices");
  $("#desk").dataset.count = views.length;
  devices.choose({ paper, size, face });
  devices.arrange(settings.get("devices"));
  for (const name of ["contents", "findings"]) openPanel(name, narrow.matches ? over === name : settings.get(name));
}

function openPanel(name, isOpen) {
  $(`#${name}`).hidden = !isOpen;
  $(`#${name}-button`).setAttribute("aria-expanded", isOpen);
  document.body.classList.toggle(`without-${name}`, !isOpen);
}

function putOver(name) {
  over = name;
  choose();
}

function turn(key) {
  const side = { ArrowLeft: "left", ArrowRight: "right", PageUp: "back", PageDown: "on" }[key];
  if (key === "Escape" && over) putOver("");
  else if (key === "Escape") devices.closeNotes();
  else if (side) devices.leader?.turn(side);
}

for (const name of ["contents", "findings"]) {
  $(`#${name}-button`).addEventListener("click", () => {
    if (narrow.matches) putOver($(`#${name}`).hidden ? name : "");
    else settings.set(name, $(`#${name}`).hidden);
  });
}
narrow.addEventListener("change", () => putOver(""));
$("#devices").addEventListener("change", () => {
  const chosen = [...document.querySelectorAll("#devices input:checked")].map((input) => input.value);
  settings.set("devices", chosen.length ? chosen : settings.get("devices"));
});
$("#views").addEventListener("change", () => {
  const chosen = [...document.querySelectorAll("#views input:checked")].map((input) => input.value);
  settings.set("views", chosen.length ? chosen : ["devices"]);
});
$("#paper").addEventListener("change", ({ target }) => settings.set("paper", target.value));
$("#face").addEventListener("change", ({ target }) => settings.set("face", target.value));
for (const button of document.querySelectorAll("#size button")) {
  button.addEventListener("click", () => {
    const size = settings.get("size") + Number(button.value);
    settings.set("size", Math.max(SIZES.least, Math.min(SIZES.most, size)));
  });
}
$("#left").addEventListener("click", () => devices.leader?.turn("left"));
$("#right").addEventListener("click", () => devices.leader?.turn("right"));
$("#place").addEventListener("change", ({ target }) => devices.leader?.goToFraction(target.valueAsNumber));
// Whoever uses the mouse has the arrows for turning pages again; with the keyboard they stay the control's.
document.addEventListener("change", ({ target }) => {
  if (!target.matches(":focus-visible")) target.blur();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, output, textarea, [role=tablist]")) return;
  if (tabs.chosen === "errata" && errata.key(event.key)) event.preventDefault();
  else turn(event.key);
});
printed.addEventListener("line", ({ detail }) => step("line", detail));
search.addEventListener("words", ({ detail }) => step("find", detail));
marks.addEventListener("marks", ({ detail }) => printed.mark(detail));
marks.addEventListener("place", ({ detail }) => show("printed").then(() => printed.step(detail)));
printed.addEventListener("point", ({ detail }) => step("at", detail));
source.addEventListener("words", ({ detail }) => step("find", detail));
errata.addEventListener("words", ({ detail }) => step("find", detail));
pictures.addEventListener("place", ({ detail }) => show("source").then(() => source.step(detail)));
devices.addEventListener("words", ({ detail }) => step("find", detail));
devices.addEventListener("key", ({ detail }) => turn(detail));
devices.addEventListener("opened", ({ detail }) => {
  $("#title").textContent = detail.title || "Untitled";
  $("#title").title = detail.authors.join(", ");
  document.title = `${detail.title} · publish look`;
  $("#place").dir = detail.dir;
  contents.show(detail.contents, detail.dir);
});
devices.addEventListener("relocate", ({ detail }) => {
  $("#place").value = detail.fraction;
  const page = detail.page ? `page ${detail.page} · ` : "";
  $("#where").textContent = `${page}${(detail.fraction * 100).toFixed(1)} %`;
  contents.mark(detail.entry);
});
devices.addEventListener("problem", ({ detail }) => {
  $("#status").dataset.state = "failed";
  $("#status").textContent = `The reading engine cannot show it: ${detail}`;
});
settings.addEventListener("change", choose);
choose();
poll();
