/** `npm run generate`: what is made from templates, translations and drawings: display font, pictures, icons. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PYTHON = process.env.PYTHON ?? "python3";
const icons = fileURLToPath(new URL("icons.js", import.meta.url));

execFileSync(PYTHON, ["-m", "dure.cli.fonts"], { stdio: "inherit" });
execFileSync(PYTHON, ["-m", "dure.cli.art"], { stdio: "inherit" });
execFileSync(process.execPath, [icons], { stdio: "inherit" });
