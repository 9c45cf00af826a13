// The errata: what waits for a decision and what was decided, each shown at its place in every view.

import { act, ask, button, element } from "/page/desk.js";

const WAITING = new Set(["reported", "held"]);
const DECISIONS = [
  ["verified", "Verify", "v"],
  ["held", "Hold", "h"],
  ["rejected", "Reject", "x"],
];
const BY = "publish-look-by";

const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

export class Errata extends EventTarget {
  #section;
  #list;
  #entries = [];
  #chosen = "";
  #told = "";
  #place = null;

  constructor(section) {
    super();
    this.#section = section;
    this.#list = section.querySelector("ol");
    const by = section.querySelector("[name=by]");
    by.value = localStorage.getItem(BY) ?? "";
    by.addEventListener("change", () => localStorage.setItem(BY, by.value));
    section.querySelector("select").addEventListener("change", ({ target }) =>
      target.value === "suggested" ? this.#suggest() : this.#draw());
    section.querySelector("form").addEventListener("submit", (event) => this.#add(event));
    section.querySelector(".undo").addEventListener("click", () => this.#do("undo", {}));
  }

  show(entries) {
    const told = JSON.stringify(entries);
    if (told === this.#told) return;
    [this.#told, this.#entries] = [told, entries];
    this.#draw();
  }

  // Words that somebody has pointed at are those that a new erratum is for.
  step(found) {
    this.#place = found;
    this.#section.querySelector("[name=find]").value = found.words ?? "";
  }

  get waiting() {
    return this.#entries.filter(({ status }) => WAITING.has(status)).length;
  }

  #shown() {
    const wanted = this.#section.querySelector("select").value;
    return this.#entries.filter(({ status, outcome }) =>
      wanted === "all" || (wanted === "open" ? WAITING.has(status) : status === wanted || outcome === wanted));
  }

  #draw() {
    if (this.#section.querySelector("select").value === "suggested") return;
    const shown = this.#shown();
    if (!shown.some(({ id }) => id === this.#chosen)) this.#chosen = "";
    this.#list.replaceChildren(...shown.map((entry) => this.#row(entry)));
    this.#section.querySelector(".summary").textContent =
      `${this.#entries.length} on record, ${this.waiting} waiting.`;
  }

  // What may be wrong in the text, each to be looked at, reported, or passed over.
  async #suggest() {
    const summary = this.#section.querySelector(".summary");
    summary.textContent = "Reading the text …";
    const { suggestions } = await ask("suggest", {}).catch(() => ({ suggestions: [] }));
    this.#list.replaceChildren(...suggestions.map((each) => this.#suggestion(each)));
    summary.textContent = `${suggestions.length} places that may be wrong, the likeliest first.`;
  }

  #suggestion(each) {
    const row = element("li", "suggested");
    const words = element("p", "reading");
    words.append(`…${each.lead.slice(-24)}`, element("del", "", each.find), " ", element("ins", "", each.replace || "(nothing)"),
      `${each.trail.slice(0, 24)}…`);
    const tools = element("p", "tools");
    const show = () => this.dispatchEvent(new CustomEvent("words", { detail: { ...each, words: each.find } }));
    const report = () => this.#do("add", { ...each, ...this.#who(), source: "suggested" }).then((told) => told && row.remove());
    tools.append(button("Show", show, `Show ${each.find}`), button("Report", report, `Report ${each.find}`),
      button("Pass over", () => row.remove(), `Pass over ${each.find}`));
    row.append(words, element("p", "hint", each.reason), tools);
    return row;
  }

  #row(entry) {
    const { id, find, replace, status, outcome, by, note, reason, source } = entry;
    const row = element("li", status);
    row.dataset.id = id;
    if (id === this.#chosen) row.setAttribute("aria-current", "true");
    const head = element("p", "head");
    head.append(element("b", "", id), " ", element("span", "code", outcome === status ? status : `${status}, ${outcome}`));
    const words = element("p", "reading");
    words.append(element("del", "", find), " ", element("ins", "", replace === find ? "?" : replace || "(nothing)"));
    row.append(head, words);
    const said = [note && `“${note}”`, reason, source, by].filter(Boolean).join(" · ");
    if (said) row.append(element("p", "hint", said));
    const tools = element("p", "tools");
    tools.append(button("Show", () => this.choose(id), `Show ${id} in all views`));
    for (const [decision, name] of DECISIONS) {
      if (decision !== status) tools.append(button(name, () => this.#decide(entry, decision), `${name} ${id}`));
    }
    tools.append(button("Edit", () => this.#edit(row, entry), `Edit ${id}`));
    row.append(tools);
    return row;
  }

  // Step to an erratum in every view: by its words and what stands around them.
  choose(id) {
    const entry = this.#entries.find((each) => each.id === id);
    if (!entry) return;
    this.#chosen = id;
    for (const row of this.#list.children) row.toggleAttribute("aria-current", row.dataset.id === id);
    const row = this.#list.querySelector("[aria-current]");
    row?.setAttribute("aria-current", "true");
    row?.scrollIntoView({ block: "nearest" });
    this.dispatchEvent(new CustomEvent("words", {
      detail: { words: entry.find, lead: entry.before, trail: entry.after, line: entry.line, column: entry.column },
    }));
  }

  // Keys: n and p for the next and the one before, v h x to decide, e to edit, u to undo.
  key(key) {
    const shown = this.#shown();
    const at = shown.findIndex(({ id }) => id === this.#chosen);
    const decision = DECISIONS.find(([, , letter]) => letter === key)?.[0];
    if (key === "n" && at + 1 < shown.length) this.choose(shown[at + 1].id);
    else if (key === "p" && at > 0) this.choose(shown[at - 1].id);
    else if (decision && at >= 0) this.#decide(shown[at], decision);
    else if (key === "e" && at >= 0) this.#edit(this.#list.children[at], shown[at]);
    else if (key === "u") this.#do("undo", {});
    else return false;
    return true;
  }

  #decide(entry, status) {
    const shown = this.#shown();
    const next = shown[shown.indexOf(entry) + 1] ?? shown[shown.indexOf(entry) - 1];
    return this.#do("decide", { id: entry.id, mark: entry.mark, status, ...this.#who() }, next?.id);
  }

  #who() {
    const by = this.#section.querySelector("[name=by]").value.trim();
    return { date: today(), ...(by && { by }) };
  }

  #edit(row, entry) {
    if (row.querySelector("form")) return;
    const form = element("form", "edit");
    for (const [name, label] of [["find", "For"], ["replace", "Read"], ["reason", "Reason"]]) {
      const field = element("label", "", label);
      const input = element("input");
      Object.assign(input, { name, value: entry[name] ?? "" });
      field.append(input);
      form.append(field);
    }
    const save = element("button", "", "Save");
    form.append(save, button("Leave", () => form.remove(), `Leave ${entry.id} as it is`));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(form));
      this.#do("decide", { id: entry.id, mark: entry.mark, ...given });
    });
    row.append(form);
    form.querySelector("[name=replace]").focus();
  }

  #add(event) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const { line, column, words } = this.#place ?? {};
    this.#do("add", { ...given, line, column, words, ...this.#who() }).then((told) => {
      if (told) event.target.querySelector("[name=replace]").value = "";
    });
  }

  async #do(wish, given, next = "") {
    const said = this.#section.querySelector(".said");
    const told = await act(wish, given, said, ({ id }) => (wish === "undo" ? "Undone." : `${id}: written.`));
    if (told && next) this.choose(next);
    return told;
  }
}
