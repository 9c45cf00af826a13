// The list of all books and the wall of their covers: searched, sorted, and drawn a part at a time.

const LIST_PAGE = 100;
const WALL_PAGE = 180;
const PAUSE_MS = 120;

const { base, rows } = JSON.parse(document.getElementById("rows").textContent);
const form = document.querySelector("form");
const list = document.getElementById("list");
const wall = document.getElementById("wall");
const status = document.querySelector(".pager [role=status]");
const [previous, next] = document.querySelectorAll(".pager button");

const SPOKEN = /^(?!und)[a-z]{2,3}(-|$)/; // of all that BCP 47 lets be written, what a screen reader may speak
const marks = /\p{M}/gu;
const fold = (words) => words.normalize("NFKD").replace(marks, "").toLowerCase();
const alphabetical = new Intl.Collator(undefined, { sensitivity: "base", numeric: true }).compare;
const count = new Intl.NumberFormat("en");

const books = rows.map(([name, title, author, language, words, pages, size, seconds, memory, thumbnail, made, found, files]) =>
  ({ name, title: title || name, author, language, words, pages, size, seconds, memory, thumbnail, made, found, files,
     said: fold(`${title} ${author} ${name}`), weight: found[0] * 1e9 + found[1] * 1e4 + found[2] }));

const ORDERS = {
  title: (one, other) => alphabetical(one.title, other.title),
  author: (one, other) => alphabetical(one.author || "\uffff", other.author || "\uffff") || alphabetical(one.title, other.title),
  words: (one, other) => other.words - one.words,
  size: (one, other) => other.size - one.size,
  seconds: (one, other) => other.seconds - one.seconds,
  memory: (one, other) => other.memory - one.memory,
  found: (one, other) => other.weight - one.weight,
};
const STATES = {
  "": () => true,
  made: (book) => book.made,
  failed: (book) => !book.made,
  found: ({ found: [errors, warnings] }) => errors + warnings > 0,
};

let shown = books;
let page = 0;

function element(name, className = "", words = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}

const address = (file) => base + file.split("/").map(encodeURIComponent).join("/");

function size(bytes) {
  if (!bytes) return "";
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

function link(book, className) {
  if (!book.files.length) return element("span", className, book.title);
  const made = element("a", className, book.title);
  made.href = address(book.files[0][1]);
  return made;
}

function row(book) {
  const made = element("tr");
  const cell = element("td");
  const title = link(book, "title");
  if (SPOKEN.test(book.language)) title.lang = book.language;
  const under = element("div", "soft", book.author ? `${book.author} · ` : "");
  under.append(book.name);
  for (const [purpose, file] of book.files.slice(1)) {
    const other = element("a", "", purpose);
    other.href = address(file);
    under.append(" · ", other);
  }
  cell.append(title, under);
  const [errors, warnings, notices] = book.found;
  const told = [[errors, "error"], [warnings, "warning"], [notices, "notice"]].filter(([times]) => times);
  const found = element("td", "number");
  for (const [times, severity] of told) {
    if (found.childNodes.length) found.append(element("br"));
    found.append(element("span", severity, `${count.format(times)} ${severity}${times === 1 ? "" : "s"}`));
  }
  made.append(
    cell,
    element("td", "less", book.language),
    element("td", "number extra", book.words ? count.format(book.words) : ""),
    element("td", "number extra", book.pages ? count.format(book.pages) : ""),
    element("td", "number extra", size(book.size)),
    element("td", "number extra", book.seconds ? `${book.seconds.toFixed(1)} s` : ""),
    found,
    element("td", book.made ? "made" : "error", book.made ? "made" : "failed"),
  );
  return made;
}

function cover(book) {
  const made = element("li");
  const around = element(book.files.length ? "a" : "div");
  if (book.files.length) around.href = address(book.files[0][1]);
  if (book.thumbnail) {
    const picture = element("img");
    Object.assign(picture, { loading: "lazy", alt: "", width: 240, height: 360, src: address(book.thumbnail) });
    around.append(picture);
  } else {
    const plain = element("div", "plain", book.title);
    plain.setAttribute("aria-hidden", "true");
    around.append(plain);
  }
  around.append(element("span", "under", book.author ? `${book.title}, ${book.author}` : book.title));
  if (!book.made) around.append(element("span", "error", "failed"));
  made.append(around);
  return made;
}

function draw() {
  const isWall = form.view.value === "covers";
  const most = isWall ? WALL_PAGE : LIST_PAGE;
  page = Math.max(0, Math.min(page, Math.ceil(shown.length / most) - 1));
  const part = shown.slice(page * most, (page + 1) * most);
  list.hidden = isWall;
  wall.hidden = !isWall;
  list.querySelector("tbody").replaceChildren(...(isWall ? [] : part.map(row)));
  wall.replaceChildren(...(isWall ? part.map(cover) : []));
  const from = page * most + 1;
  status.textContent = shown.length
    ? `${count.format(from)} to ${count.format(from + part.length - 1)} of ${count.format(shown.length)}`
    : "No book matches.";
  previous.disabled = page === 0;
  next.disabled = (page + 1) * most >= shown.length;
}

let pause = 0;

function choose() {
  clearTimeout(pause);
  const words = fold(form.q.value).split(/\s+/).filter(Boolean);
  const { value: language } = form.language;
  const isIn = STATES[form.state.value];
  shown = books
    .filter((book) => (!language || book.language === language) && isIn(book) && words.every((word) => book.said.includes(word)))
    .sort(ORDERS[form.order.value]);
  page = 0;
  draw();
}

function offerLanguages() {
  const counts = new Map();
  for (const { language } of books) if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
  const named = [...counts].map(([code, number]) => {
    try {
      return [code, names.of(code), number];
    } catch {
      return [code, code, number]; // no language tag at all
    }
  });
  for (const [code, name, number] of named.sort((one, other) => alphabetical(one[1], other[1]))) {
    form.language.append(new Option(`${name} (${count.format(number)})`, code));
  }
}

// Links of the report lead into the list: #q=NAME to one book, #state=failed to all that failed.
function follow() {
  const [, field, value] = /^#(q|state)=(.*)$/.exec(location.hash) ?? [];
  if (!field) return;
  form.reset();
  form[field].value = decodeURIComponent(value);
  choose();
  document.getElementById("books").scrollIntoView();
  form[field].focus({ preventScroll: true });
}

form.q.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(choose, PAUSE_MS);
});
form.addEventListener("change", (event) => (event.target.name === "view" ? draw() : choose()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
for (const button of [previous, next]) {
  button.addEventListener("click", () => {
    page += Number(button.value);
    draw();
    document.getElementById("books").scrollIntoView();
  });
}
addEventListener("hashchange", follow);
offerLanguages();
choose();
follow();
