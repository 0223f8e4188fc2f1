// Builds ../built from the sources here and the pinned packages: the residents' style sheet for each direction and their script,
// the desk's sheet, the kiosk's sheet and scripts, and a small file for each of the kiosk's keyboards. Each is also written gzip
// and brotli, so that nothing is compressed while serving. `navigator assets manifest` then notes what was built.
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { gzipSync, brotliCompressSync, constants } from "node:zlib";
import * as sass from "sass";
import rtlcss from "rtlcss";
import { transform, browserslistToTargets } from "lightningcss";
import * as esbuild from "esbuild";

const out = new URL("../built/", import.meta.url);
mkdirSync(out, { recursive: true });

function write(name, content) {
  const bytes = Buffer.from(content);
  writeFileSync(new URL(name, out), bytes);
  // mtime 0: the same bytes on every machine.
  writeFileSync(new URL(name + ".gz", out), gzipSync(bytes, { level: 9 }));
  writeFileSync(new URL(name + ".br", out), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  console.log(name, bytes.length, brotliCompressSync(bytes).length);
}

const targets = { chrome: 80 << 16, safari: 13 << 16, firefox: 78 << 16 };
const small = (css, name) => transform({ filename: name, code: Buffer.from(css), minify: true, targets }).code;
for (const sheet of ["app"]) {
  const { css } = sass.compile(`${sheet}.scss`, { loadPaths: ["node_modules"], quietDeps: true, style: "expanded" });
  write(`${sheet}.ltr.css`, small(css, `${sheet}.css`));
  write(`${sheet}.rtl.css`, small(rtlcss.process(css), `${sheet}.rtl.css`));
}
// The desk speaks English, so its extra sheet has one direction.
write("desk.css", small(sass.compile("desk.scss", { loadPaths: ["node_modules"], quietDeps: true, style: "expanded" }).css, "desk.css"));
// Paper has one sheet for both directions and for two readers, the browser and the press.
write("paper.css", readFileSync("paper.css", "utf8"));
// The kiosk is one known browser of today, and its sheet says start and end: one for both directions.
const kiosk = { chrome: 120 << 16, safari: 17 << 16, firefox: 115 << 16 };
write("kiosk.css", transform({ filename: "kiosk.css", code: Buffer.from(sass.compile("kiosk.scss").css), minify: true, targets: kiosk }).code);

async function script(from, name, target) {
  const { outputFiles } = await esbuild.build({ entryPoints: [from], bundle: true, minify: true, write: false, format: "iife", charset: target === "es2019" ? "ascii" : "utf8", target });
  write(name, outputFiles[0].contents);
}
await script("app.js", "app.js", "es2019");
for (const name of ["kiosk", "keyboard"]) await script(`${name}.js`, `${name}.js`, "es2022");
await script("shell.js", "kiosk-shell.js", "es2022");
for (const file of readdirSync("layouts").sort()) if (!file.startsWith("_")) await script(`layouts/${file}`, `keys-${file}`, "es2022");
