// What both engines can be asked about the document that they show. Each shows it in a frame of its own.

const OPS = "http://www.idpf.org/2007/ops";

export const fold = (text) => text.replace(/\s+/g, " ").trim();

// What a link leads to; its `id` may be escaped.
const targetOf = (doc, href) => {
  const id = decodeURIComponent(href.split("#")[1] ?? "");
  return id ? doc.getElementById(id) : doc.body;
};

// Whether something of an element lies on the page that is open, and what its words are.
export function seen(doc, href) {
  const target = targetOf(doc, href);
  if (!target) return { words: "", visible: false };
  const frame = doc.defaultView.frameElement.getBoundingClientRect();
  const range = doc.createRange();
  range.selectNodeContents(target);
  const boxes = [...target.getClientRects(), ...range.getClientRects()];
  const visible = boxes.some((box) => {
    const [left, top] = [frame.left + box.left, frame.top + box.top];
    return left < innerWidth && left + box.width >= 0 && top < innerHeight && top + box.height >= 0;
  });
  return { words: fold(target.textContent).slice(0, 200), visible };
}

// epub.js has the browser read XHTML as HTML, which knows no namespaces.
const typesOf = (element) =>
  (element.getAttributeNS(OPS, "type") ?? element.getAttribute("epub:type") ?? "").split(" ");

export const noterefsOf = (doc) =>
  [...doc.querySelectorAll("a[href]")].filter((a) => typesOf(a).includes("noteref"));

// Fonts load when text needs one of their characters, and not before: `loaded` is used.
export async function fontsOf(doc) {
  await doc.fonts.ready;
  return [...doc.fonts].map(({ family, style, weight, status }) => ({ family, style, weight, status }));
}

// What a range shows: a range may run over what is hidden.
export function wordsOf(range) {
  const copy = range?.cloneContents();
  for (const hidden of copy?.querySelectorAll("[hidden]") ?? []) hidden.remove();
  return fold(copy?.textContent ?? "");
}
