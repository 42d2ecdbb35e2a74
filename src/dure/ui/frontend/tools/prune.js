/** Removes what earlier builds left, a day after the last build that made it: nothing that runs refers to it by then. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDER = new URL("../../static/ui/build/", import.meta.url).pathname;
const KEPT_MS = 24 * 60 * 60 * 1000;

for (const name of readdirSync(FOLDER)) {
  const path = join(FOLDER, name);
  if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
}
