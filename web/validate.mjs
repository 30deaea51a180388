// Print the Khronos validator's report on each glTF file named, one JSON object per file.
import { readFile } from "node:fs/promises";
import validator from "gltf-validator";

const reports = {};
for (const path of process.argv.slice(2)) {
  const bytes = new Uint8Array(await readFile(path));
  const report = await validator.validateBytes(bytes, { maxIssues: 100 });
  reports[path] = report.issues;
}
process.stdout.write(JSON.stringify(reports, null, 2) + "\n");
