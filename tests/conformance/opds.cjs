// Reads the OPDS feeds that the command line names as Readium's reading programs do. Prints for each feed a line of
// JSON: its title, its publications, and its links; and after it a line that it ended.
"use strict";

const fs = require("node:fs");

const xmldom = require("@xmldom/xmldom");
const { TaJsonDeserialize } = require("r2-lcp-js/dist/es6-es2015/src/serializable");
const { convertOpds1ToOpds2 } = require("r2-opds-js/dist/es6-es2015/src/opds/converter");
const { initGlobalConverters_OPDS } = require("r2-opds-js/dist/es6-es2015/src/opds/init-globals");
const { OPDS } = require("r2-opds-js/dist/es6-es2015/src/opds/opds1/opds");
const { OPDSFeed } = require("r2-opds-js/dist/es6-es2015/src/opds/opds2/opds2");
const { initGlobalConverters_GENERIC } = require("r2-shared-js/dist/es6-es2015/src/init-globals");
const { XML } = require("r2-utils-js/dist/es6-es2015/src/_utils/xml-js-mapper");

initGlobalConverters_GENERIC();
initGlobalConverters_OPDS();
console.log = console.error; // the report alone goes to the standard output

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function feed(file) {
  const text = fs.readFileSync(file, "utf8");
  if (file.endsWith(".json")) {
    return TaJsonDeserialize(JSON.parse(text), OPDSFeed);
  }
  const strict = { onError: (level, message) => { throw new Error(`${level}: ${message}`); } };
  const document = new xmldom.DOMParser(strict).parseFromString(text, "application/xml");
  return convertOpds1ToOpds2(XML.deserialize(document, OPDS));
}

const links = (all) => (all ?? []).map((each) => ({ rel: each.Rel ?? [], href: each.Href, type: each.TypeLink }));

const publication = (each) => ({
  identifier: each.Metadata.Identifier,
  title: each.Metadata.Title,
  languages: each.Metadata.Language ?? [],
  authors: (each.Metadata.Author ?? []).map((author) => author.Name),
  modified: each.Metadata.Modified?.getTime() / 1000,
  links: links(each.Links),
  images: links(each.Images),
});

for (const file of process.argv.slice(2)) {
  try {
    const read = feed(file);
    const facets = (read.Facets ?? []).flatMap((facet) => links(facet.Links));
    const publications = (read.Publications ?? []).map(publication);
    print({ file, title: read.Metadata.Title, publications, links: links(read.Links), facets });
    print({ file, end: "" });
  } catch (error) {
    print({ file, end: String(error) || "it was given up without a reason" });
  }
}
