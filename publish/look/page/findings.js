// What EPUBCheck and publish have found, the weightiest first; a finding that knows its place leads there.

import { act, button, element } from "/page/desk.js";

const ORDER = ["error", "warning", "notice"];

const plural = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;

export class Findings {
  #section;
  #counter;
  #go;

  constructor(section, counter, go) {
    this.#section = section;
    this.#counter = counter;
    this.#go = go;
  }

  show(remarks, state) {
    const counts = ORDER.map((severity) => remarks.filter((remark) => remark.severity === severity).length);
    const [errorCount, warningCount] = counts;
    const told = [0, 1].flatMap((index) => (counts[index] ? [plural(counts[index], ORDER[index])] : []));
    const sound = state === "ready" ? "EPUBCheck and publish have nothing to complain of." : "";
    const pending = state === "checking" ? " EPUBCheck is still reading." : "";
    this.#section.querySelector(".summary").textContent =
      (told.length ? `${told.join(", ")}.` : sound) + pending;
    this.#counter.textContent = errorCount + warningCount;
    this.#counter.dataset.worst = errorCount ? "error" : warningCount ? "warning" : "none";
    const [errors, warnings, notices] = ORDER.map((severity) =>
      remarks.filter((remark) => remark.severity === severity).map((remark) => this.#row(remark)));
    const [weighty, light] = this.#section.querySelectorAll("ol");
    weighty.replaceChildren(...errors, ...warnings);
    light.replaceChildren(...notices);
    const folded = this.#section.querySelector(":scope > details");
    folded.querySelector(":scope > summary").textContent = plural(notices.length, "notice");
    folded.hidden = !notices.length;
  }

  #row(remark) {
    const row = element("li", remark.severity);
    const head = element("p", "head");
    head.append(element("b", "severity", remark.severity), " ", element("span", "code", remark.code));
    row.append(head, element("p", "message", remark.message));
    if (remark.hint) row.append(element("p", "hint", remark.hint));
    if (remark.place) row.append(element("p", "place", remark.place));
    if (remark.fix) row.append(this.#mend(remark));
    if (remark.target) row.append(this.#link(remark));
    if (remark.file && remark.line) row.append(this.#sourceLink(remark), this.#editorLink(remark));
    row.append(this.#manual(remark.code));
    return row;
  }

  // What is to stand there is certain: one can see before what will be written.
  #mend({ code, file, line, column, fix }) {
    const tools = element("p", "tools");
    const said = this.#section.querySelector(".said");
    const does = () => act("fix", { file, line, column, fix }, said, ({ file: name }) => `${code}: mended in ${name}.`);
    const words = element("span", "reading");
    const times = fix.count > 1 ? `, ${fix.count} times` : "";
    words.append(element("del", "", fix.old), " ", element("ins", "", fix.new), times);
    tools.append(button("Fix", does, `Fix ${code}: ${fix.new} for ${fix.old}${times}`), words);
    return tools;
  }

  // The manual's page, fetched when somebody wants it.
  #manual(code) {
    const details = element("details", "manual");
    details.append(element("summary", "", `What ${code} means`));
    details.addEventListener("toggle", async () => {
      if (!details.open || details.children.length > 1) return;
      const answer = await fetch(`/manual/${code}`).catch(() => null);
      const told = answer?.ok ? await answer.text() : "The manual has no page on it.";
      details.append(...told.split(/\n\s*\n/).map((paragraph) => element("p", "", paragraph)));
    });
    return details;
  }

  #link(remark) {
    // EPUBCheck counts lines in the document itself, publish in the manuscript.
    const isInside = remark.place.includes(remark.target);
    const go = () => this.#go.inBook(remark.target, isInside ? remark.line : null);
    return this.#leading("Show in the book", `${remark.code}, ${remark.message}`, go);
  }

  #sourceLink({ code, file, line, column }) {
    const go = () => this.#go.inSource({ file, line, column });
    return this.#leading("Show in the source", `${code}, line ${line}`, go);
  }

  #editorLink({ code, file, line, column }) {
    const go = () => this.#go.inEditor({ file, line, column }, this.#section.querySelector(".said"));
    return this.#leading("Open in the editor", `${code}, line ${line}`, go);
  }

  #leading(words, what, go) {
    const link = button(words, go, `${words}: ${what}`);
    link.className = "go";
    return link;
  }
}
