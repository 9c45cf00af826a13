// Read both catalogues at a server as Thorium does, with its own engine (Readium r2-opds-js):
// follow the links from the root, and print what a reader would be offered, as one JSON object.

const { DOMParser } = require("@xmldom/xmldom");
const { TaJsonDeserialize } = require("r2-lcp-js/dist/es6-es2015/src/serializable");
const { XML } = require("r2-utils-js/dist/es6-es2015/src/_utils/xml-js-mapper");
const { convertOpds1ToOpds2 } = require("r2-opds-js/dist/es6-es2015/src/opds/converter");
const globals = require("r2-opds-js/dist/es6-es2015/src/opds/init-globals");
const { OPDS } = require("r2-opds-js/dist/es6-es2015/src/opds/opds1/opds");
const { OPDSFeed } = require("r2-opds-js/dist/es6-es2015/src/opds/opds2/opds2");

globals.initGlobalConverters_OPDS();
globals.initGlobalConverters_GENERIC();

async function readAtom(url) {
  const text = await (await fetch(url)).text();
  const document = new DOMParser().parseFromString(text, "application/xml");
  return convertOpds1ToOpds2(XML.deserialize(document, OPDS));
}

async function readJson(url) {
  return TaJsonDeserialize(await (await fetch(url)).json(), OPDSFeed);
}

const rels = (link) => [].concat(link.Rel || []);
const isFile = (link) => rels(link).some((rel) => rel.startsWith("http://opds-spec.org/acquisition"));
const plain = (words) => (typeof words === "string" ? words : Object.values(words)[0]);

async function describe(feed, base) {
  const books = [];
  for (const book of feed.Publications || []) {
    const files = [];
    for (const link of book.Links.filter(isFile)) {
      const answer = await fetch(new URL(link.Href, base));
      files.push({ type: link.TypeLink, status: answer.status, size: (await answer.arrayBuffer()).byteLength });
    }
    const images = await Promise.all(book.Images.map((link) => fetch(new URL(link.Href, base))));
    books.push({
      title: plain(book.Metadata.Title),
      identifier: book.Metadata.Identifier,
      authors: (book.Metadata.Author || []).map((author) => plain(author.Name)),
      language: [].concat(book.Metadata.Language || []),
      files,
      images: images.map((answer) => answer.headers.get("content-type")),
    });
    for (const answer of images) await answer.arrayBuffer();
  }
  const facets = {};
  for (const group of feed.Facets || []) {
    facets[plain(group.Metadata.Title)] = group.Links.map((link) => link.Title);
  }
  const next = (feed.Links || []).find((link) => rels(link).includes("next"));
  const total = feed.Metadata.NumberOfItems;
  return { title: plain(feed.Metadata.Title), books, facets, next: next && next.Href, total };
}

async function main(base) {
  const root = await readAtom(new URL("/opds", base));
  const lists = [];
  for (const link of root.Navigation) {
    lists.push(await describe(await readAtom(new URL(link.Href, base)), base));
  }
  const feed = await readJson(new URL("/opds2", base));
  const search = feed.Links.find((link) => rels(link).includes("search"));
  console.log(
    JSON.stringify({
      atom: { title: plain(root.Metadata.Title), navigation: root.Navigation.map((link) => link.Title), lists },
      json: { ...(await describe(feed, base)), navigation: feed.Navigation.map((link) => link.Title) },
      search: search && search.Href,
    }),
  );
}

main(process.argv[2]).catch((problem) => {
  console.error(problem);
  process.exit(1);
});
