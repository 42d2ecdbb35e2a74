/** `npm run build`: every step of the front end, each with the very Node that runs this file. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("..", import.meta.url));

const node = (...words) => execFileSync(process.execPath, words, { cwd: HERE, stdio: "inherit" });

node("tools/generate.js");
node("node_modules/typescript/bin/tsc", "--noEmit");
node("node_modules/vite/bin/vite.js", "build");
node("tools/prune.js");
node("tools/compress.js");
