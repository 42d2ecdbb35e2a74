/** Writes a .gz and a .br beside every text file of the build, so that the server need not compress. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FOLDER = new URL("../../static/ui/build/", import.meta.url).pathname;
const TEXT = /\.(css|js|svg|json|html|webmanifest)$/;

for (const name of readdirSync(FOLDER, { recursive: true })) {
  const path = join(FOLDER, name);
  if (!TEXT.test(name) || statSync(path).isDirectory()) continue;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
