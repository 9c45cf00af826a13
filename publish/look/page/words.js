// Words in a document of the book: the one at a point, and those that are told with what stands around them.

const CONTEXT = 60;
const IS_LETTER = /[\p{L}\p{N}]/u;

// The part of a word that a text ends or begins with, its points and accents too.
export const headOf = (text) => /[\p{L}\p{M}\p{N}]+$/u.exec(text)?.[0] ?? "";
export const tailOf = (text) => /^[\p{L}\p{M}\p{N}]+/u.exec(text)?.[0] ?? "";

function textNodes(doc) {
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// Letters alone, small and without marks, each with the place it has in its text node.
function folded(nodes) {
  const letters = [];
  const places = [];
  for (const node of nodes) {
    let at = 0;
    for (const character of node.data) {
      for (const letter of character.normalize("NFKD").toLowerCase()) {
        if (!IS_LETTER.test(letter)) continue;
        letters.push(letter);
        for (let unit = 0; unit < letter.length; unit += 1) places.push([node, at, at + character.length]);
      }
      at += character.length;
    }
  }
  return [letters.join(""), places];
}

const fold = (text) => [...text.normalize("NFKD").toLowerCase()].filter((each) => IS_LETTER.test(each)).join("");

// Return the range of words; less and less of their surroundings must be there for it.
export function rangeOf(doc, words, lead, trail) {
  const [letters, places] = folded(textNodes(doc));
  const [quoted, before, after] = [words, lead, trail].map(fold);
  if (!quoted) return null;
  for (const length of [40, 20, 10, 5, 0]) {
    const ahead = length ? before.slice(-length) : "";
    const at = letters.indexOf(ahead + quoted + after.slice(0, length));
    if (at < 0) continue;
    const range = doc.createRange();
    range.setStart(...places[at + ahead.length].slice(0, 2));
    const [node, , end] = places[at + ahead.length + quoted.length - 1];
    range.setEnd(node, end + (/^\p{M}+/u.exec(node.data.slice(end))?.[0].length ?? 0));
    return range;
  }
  return null;
}

// Return the word at a point of the window, and what stands before and behind it.
export function wordAt(doc, x, y) {
  const caret = doc.caretPositionFromPoint?.(x, y) ?? doc.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  if (node?.nodeType !== Node.TEXT_NODE) return null;
  const nodes = textNodes(doc);
  const offset = caret.offset ?? caret.startOffset;
  let first = nodes.indexOf(node);
  let last = first;
  const [head, tail] = [headOf(node.data.slice(0, offset)), tailOf(node.data.slice(offset))];
  let words = head + tail;
  if (!words) return null;
  let before = node.data.slice(0, offset - head.length);
  let behind = node.data.slice(offset + tail.length);
  while (!before && runsOn(nodes[first - 1], nodes[first])) {
    const { data } = nodes[(first -= 1)];
    words = headOf(data) + words;
    before = data.slice(0, data.length - headOf(data).length);
  }
  while (!behind && runsOn(nodes[last], nodes[last + 1])) {
    const { data } = nodes[(last += 1)];
    words += tailOf(data);
    behind = data.slice(tailOf(data).length);
  }
  const join = (some) => some.map(({ data }) => data).join("");
  const lead = (join(nodes.slice(Math.max(0, first - 20), first)) + before).slice(-CONTEXT);
  const trail = (behind + join(nodes.slice(last + 1, last + 21))).slice(0, CONTEXT);
  return { words, lead, trail };
}

// A word may be cut by italics; it ends with its paragraph, and where a link such as a note's mark begins.
function runsOn(one, other) {
  if (!one || !other) return false;
  const [block, next] = [one, other].map((node) => {
    let around = node.parentElement;
    while (getStyle(around).display === "inline") around = around.parentElement;
    return around;
  });
  return block === next && one.parentElement.closest("a") === other.parentElement.closest("a");
}

const getStyle = (element) => element.ownerDocument.defaultView.getComputedStyle(element);
