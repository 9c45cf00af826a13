// What a reading app lays over and under a book's own styles when its reader chooses paper, size and face.

const PAPERS = {
  light: { ground: "#ffffff", ink: "#111111", link: "#1a4f8a" },
  sepia: { ground: "#f4ead5", ink: "#4a3826", link: "#7a4a16" },
  dark: { ground: "#141416", ink: "#c9c6c0", link: "#8fb4e0" },
};

export const groundOf = (paper) => PAPERS[paper].ground;

// Most apps colour the page and its words and leave alone what the book colours itself, so that is what is
// done here: a colour of the book's own that cannot be read on dark paper is to be seen.
const papered = ({ ground, ink, link }) => `
html { --theme-bg-color: ${ground}; background: ${ground} !important; }
html, body { color: ${ink} !important; }
a:any-link { color: ${link}; }`;

const sized = (size) => (size === 100 ? "" : `html { font-size: ${size}% !important; }`);

const faced = (face) =>
  face && `body, body :not(pre, code, kbd, samp, math, math *) { font-family: ${face} !important; }`;

// Notes pop up, as in Apple Books, and are left out of the page.
const BELOW = `
@namespace epub "http://www.idpf.org/2007/ops";
html { color-scheme: light; }
aside[epub|type~="footnote"], aside[epub|type~="endnote"], aside[epub|type~="rearnote"] { display: none; }`;

// A pair, as foliate-js takes it: what goes before the book's styles, and what goes after them.
export function readerStyles({ paper, size, face }) {
  const below = BELOW.replace("color-scheme: light", `color-scheme: ${paper === "dark" ? "dark" : "light"}`);
  const over = (paper === "light" ? "" : papered(PAPERS[paper])) + sized(size) + faced(face);
  return [below, over];
}
