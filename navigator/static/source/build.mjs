// Builds ../built from the sources here and the pinned packages: one style sheet for each direction, one script. Each is also
// written gzip and brotli, so that nothing is compressed while serving. `navigator assets manifest` then notes what was built.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
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
for (const script of ["app"]) {
  const { outputFiles } = await esbuild.build({ entryPoints: [`${script}.js`], bundle: true, minify: true, write: false, format: "iife", target: "es2019" });
  write(`${script}.js`, outputFiles[0].contents);
}
