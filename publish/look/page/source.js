// The manuscript's source, to be read: the lines around the place, the words that were found marked.

import { act, ask, element } from "/page/desk.js";
import { headOf, tailOf } from "/page/words.js";

const BEFORE = 60;
const CONTEXT = 60;

const bare = (text) => text.replace(/<[^>]*>?|^[^<]*>/g, " ").replace(/&#?\w+;/g, " ");

export class Source extends EventTarget {
  #view;
  #list;
  #file = "";
  #editor = "";
  #found = null;

  constructor(view) {
    super();
    this.#view = view;
    this.#list = view.querySelector("ol");
    this.#list.addEventListener("click", () => this.#clicked());
    view.querySelector(".earlier").addEventListener("click", () => this.#load(this.#first - 2 * BEFORE));
    view.querySelector(".later").addEventListener("click", () => this.#load(this.#last + 1));
    const where = view.querySelector(".where");
    view.querySelector(".visual").addEventListener("click", () => act("open", this.#found, where, () => this.place));
    view.querySelector(".copy").addEventListener("click", () => navigator.clipboard?.writeText(this.place));
  }

  // Begin with a file before any place is known; `editor` is the user's own, if it opens a window.
  begin(file, editor) {
    this.#editor = editor;
    const own = this.#view.querySelector(".visual");
    own.hidden = !editor;
    own.textContent = `Open in ${editor}`;
    if (file && !this.#file) this.step({ file, line: 1 });
  }

  // Open a place in the user's own editor, or by the address that one takes which everybody may have.
  async open(found, said) {
    await this.step(found);
    if (this.#editor) await act("open", found, said, () => `Opened ${this.place}.`);
    else this.#view.querySelector(".editor").click();
  }

  get place() {
    const { line, column } = this.#found ?? {};
    return [this.#file, line, column].filter(Boolean).join(":");
  }

  async step(found) {
    this.#found = found;
    this.#file = found.file;
    this.#view.querySelector(".where").textContent = this.place;
    await this.#load(Math.max(1, (found.line ?? 1) - BEFORE));
    const [mark, line] = ["mark", ".here"].map((name) => this.#list.querySelector(name));
    (mark ?? line)?.scrollIntoView({ block: "center" });
  }

  get #first() {
    return Number(this.#list.start || 1);
  }

  get #last() {
    return this.#first + this.#list.children.length - 1;
  }

  async #load(from) {
    const told = await ask("source", { file: this.#file, from: Math.max(1, from) }).catch(() => null);
    if (!told) return;
    const { line, column } = this.#found ?? {};
    const editor = this.#view.querySelector(".editor");
    editor.hidden = Boolean(this.#editor);
    editor.href = `vscode://file/${encodeURI([told.path.replace(/^\//, ""), line, column].filter(Boolean).join(":"))}`;
    this.#list.start = told.from;
    this.#list.style.setProperty("--digits", String(told.count).length);
    this.#list.replaceChildren(...told.lines.map((line, number) => this.#line(line, told.from + number)));
    this.#view.querySelector(".earlier").disabled = told.from <= 1;
    this.#view.querySelector(".later").disabled = this.#last >= told.count;
  }

  #line(text, number) {
    const row = element("li");
    const { line, column, words } = this.#found ?? {};
    if (number !== line) {
      row.textContent = text || " ";
      return row;
    }
    row.className = "here";
    const start = [...text].slice(0, (column ?? 1) - 1).join("").length; // columns count characters
    const first = (words ?? "").split("\n")[0];
    const isThere = first && text.startsWith(first, start);
    const length = isThere ? first.length : tailOf(text.slice(start)).length;
    const marked = element("mark", "", text.slice(start, start + length));
    row.append(text.slice(0, start), marked, text.slice(start + length));
    return row;
  }

  // The word that was clicked, with what stands around it once the tags are gone.
  #clicked() {
    const selection = document.getSelection();
    const row = selection.anchorNode?.parentElement?.closest("li");
    if (!row || !this.#list.contains(row)) return;
    const before = document.createRange();
    before.setStart(row, 0);
    before.setEnd(selection.anchorNode, selection.anchorOffset);
    const at = before.toString().length;
    const text = row.textContent;
    const start = at - headOf(text.slice(0, at)).length;
    const end = at + tailOf(text.slice(at)).length;
    if (end === start) return;
    const rows = [...this.#list.children];
    const index = rows.indexOf(row);
    const around = (from, to) => rows.slice(Math.max(0, from), to).map((each) => each.textContent).join(" ");
    const lead = bare(`${around(index - 4, index)} ${text.slice(0, start)}`).slice(-CONTEXT);
    const trail = bare(`${text.slice(end)} ${around(index + 1, index + 5)}`).slice(0, CONTEXT);
    this.dispatchEvent(new CustomEvent("words", { detail: { words: text.slice(start, end), lead, trail } }));
  }
}
