import { defineConfig } from "vite";

// one classic script: the report carries it inside itself and runs without a server
export default defineConfig({
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
});
