// Words in a document of the book: the one at a point, and those that are told with what stands around them.

const CONTEXT = 60;
const IS_LETTER = /[\p{L}\p{N}]/u;

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
    for (let at = 0; at < node.data.length; at += 1) {
      for (const letter of node.data[at].normalize("NFKD").toLowerCase()) {
        if (!IS_LETTER.test(letter)) continue;
        letters.push(letter);
        places.push([node, at]);
      }
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
    range.setStart(...places[at + ahead.length]);
    const [node, last] = places[at + ahead.length + quoted.length - 1];
    range.setEnd(node, last + 1);
    return range;
  }
  return null;
}

// Return the word at a point of the window, and what stands before and behind it.
export function wordAt(doc, x, y) {
  const caret = doc.caretPositionFromPoint?.(x, y) ?? doc.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  if (node?.nodeType !== Node.TEXT_NODE) return null;
  const text = node.data;
  let [start, end] = [caret.offset ?? caret.startOffset, caret.offset ?? caret.startOffset];
  while (start > 0 && IS_LETTER.test(text[start - 1])) start -= 1;
  while (end < text.length && IS_LETTER.test(text[end])) end += 1;
  if (start === end) return null;
  const nodes = textNodes(doc);
  const at = nodes.indexOf(node);
  const join = (some) => some.map(({ data }) => data).join("");
  const lead = (join(nodes.slice(Math.max(0, at - 20), at)) + text.slice(0, start)).slice(-CONTEXT);
  const trail = (text.slice(end) + join(nodes.slice(at + 1, at + 21))).slice(0, CONTEXT);
  return { words: text.slice(start, end), lead, trail };
}
