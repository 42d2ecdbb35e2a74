/** Copies the bodies of the icons our templates and Python name from Lucide into one small JSON file. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const HOUSE = new URL("../../../", import.meta.url).pathname;
const OUT = new URL("../src/generated/public/icons.json", import.meta.url).pathname;
const SOURCE = /\.(html|py)$/;
const SKIPPED = /(^|\/)(node_modules|static|migrations|tests)(\/|$)/;
const NAMED = [
  /\{%\s*icon\s+["']([a-z][a-z0-9-]*)["']/g, // {% icon "store" %}
  /(?<![:\w])\w*icon=["']([a-z][a-z0-9-]*)["']/g, // <c-row icon="store">, Place(…, icon="store")
  /["']icon["']:\s*["']([a-z][a-z0-9-]*)["']/g, // {"icon": "store"}
];

const { icons, aliases } = createRequire(import.meta.url)("@iconify-json/lucide/icons.json");

function named() {
  const names = new Set();
  for (const path of readdirSync(HOUSE, { recursive: true })) {
    if (!SOURCE.test(path) || SKIPPED.test(path)) continue;
    const text = readFileSync(join(HOUSE, path), "utf8");
    for (const way of NAMED) for (const match of text.matchAll(way)) names.add(match[1]);
  }
  return [...names].sort();
}

function body(name) {
  const found = icons[name] ?? icons[aliases[name]?.parent];
  if (!found) throw new Error(`Lucide has no icon "${name}"; see lucide.dev/icons for the names.`);
  return found.body;
}

const used = Object.fromEntries(named().map((name) => [name, body(name)]));
writeFileSync(OUT, JSON.stringify(used));
console.log(`icons: ${Object.keys(used).length}`);
