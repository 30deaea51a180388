import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin, type UserConfig } from "vite";

/** One classic script: the report carries it inside itself and runs without a server. */
const report: UserConfig = {
  publicDir: false,
  build: {
    outDir: "../src/fittingroom/show/assets",
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: "src/report/report.ts",
      formats: ["iife"],
      name: "fittingroomReport",
      fileName: () => "report.js",
    },
  },
};

/** The page that the service serves; its assets carry their digest in their name. */
const room: UserConfig = {
  plugins: [packed()],
  build: {
    outDir: "../src/fittingroom/server/static",
    emptyOutDir: true,
    target: "es2022",
    // nothing goes into the page as a data: URL that its policy would have to allow
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
};

const TEXTS = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest"]);

/** Lay a packed twin beside every text, so that the service packs nothing while it answers. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    writeBundle({ dir }) {
      if (!dir) return;
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!TEXTS.has(extname(name))) continue;
        const text = readFileSync(join(dir, name));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(text, { params: quality }));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig(({ mode }) => (mode === "report" ? report : room));
