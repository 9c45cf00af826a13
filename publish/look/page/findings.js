// What EPUBCheck and publish have found, the weightiest first; a finding that knows its place leads there.

const ORDER = ["error", "warning", "notice"];

const plural = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

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
    this.#section.querySelector("summary").textContent = plural(notices.length, "notice");
    this.#section.querySelector("details").hidden = !notices.length;
  }

  #row(remark) {
    const row = document.createElement("li");
    row.className = remark.severity;
    const head = element("p", "head", "");
    head.append(element("b", "severity", remark.severity), " ", element("span", "code", remark.code));
    row.append(head, element("p", "message", remark.message));
    if (remark.hint) row.append(element("p", "hint", remark.hint));
    if (remark.place) row.append(element("p", "place", remark.place));
    if (remark.target) row.append(this.#link(remark));
    if (remark.file && remark.line) row.append(this.#sourceLink(remark));
    return row;
  }

  #link(remark) {
    const button = element("button", "go", "Show in the book");
    button.type = "button";
    button.setAttribute("aria-label", `Show in the book: ${remark.code}, ${remark.message}`);
    // EPUBCheck counts lines in the document itself, publish in the manuscript.
    const isInside = remark.place.includes(remark.target);
    button.addEventListener("click", () => this.#go.inBook(remark.target, isInside ? remark.line : null));
    return button;
  }

  #sourceLink({ code, file, line, column }) {
    const button = element("button", "go", "Show in the source");
    button.type = "button";
    button.setAttribute("aria-label", `Show in the source: ${code}, line ${line}`);
    button.addEventListener("click", () => this.#go.inSource({ file, line, column }));
    return button;
  }
}
