import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// Phones of 2020 must still work: see docs/decisions/0003-htmx.md for what is tried on which engine.
const OLD_PHONES = ["chrome87", "safari14"];

export default defineConfig({
  base: "./",
  publicDir: here("./src/generated/public"),
  css: { transformer: "lightningcss" },
  build: {
    outDir: here("../static/ui/build"),
    // A house that runs from this checkout still serves the files of the build before; tools/prune.js takes them later.
    emptyOutDir: false,
    manifest: "manifest.json",
    target: OLD_PHONES,
    cssTarget: OLD_PHONES,
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: here("./src/app.ts") },
    },
  },
});
