// Builds ../built/pictures.svg, one sprite of the pictures that pictures.json gives to doors and needs, and notes for Python in
// ../../flows/pictures.yaml which is whose. A page shows one with <svg><use href="…/pictures.svg#picture-home-alt"/></svg>.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync, brotliCompressSync, constants } from "node:zlib";

const chosen = JSON.parse(readFileSync(new URL("pictures.json", import.meta.url)));
const icons = new URL("node_modules/healthicons/public/icons/svg/", import.meta.url);
const name = (icon) => icon.split("/").pop().replaceAll("_", "-");

// Drawings are 48 wide. Points are kept to a tenth (less than a tenth of a pixel at the size shown) and written as whole tenths,
// each from the point before: a third of the bytes.
const FINE = 10;

function small(path) {
  let written = "", letter = "", x = 0, y = 0, startX = 0, startY = 0, handle = [0, 0];
  const write = (as, numbers) => {
    const list = numbers.map((number, place) => (place && number >= 0 ? " " : "") + number).join("");
    written += as !== letter || as === "m" ? as + list : (list[0] === "-" ? "" : " ") + list;
    letter = as;
  };
  for (const [, command, list] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const size = { M: 2, L: 2, H: 1, V: 1, C: 6, Z: 0 }[command];
    if (size === undefined) throw new Error(`A path command that small() does not know: ${command}`);
    if (command === "Z") {
      write("z", []);
      [x, y, handle] = [startX, startY, [0, 0]];
    }
    const points = (list.match(/-?\d*\.?\d+(e-?\d+)?/g) || []).map((number) => Math.round(number * FINE));
    for (let at = 0; at < points.length; at += size) {
      const to = points.slice(at, at + size);
      if (command === "C") {
        const curve = to.map((number, place) => number - (place % 2 ? y : x));
        if (curve.every((number) => number === 0)) continue;
        // "s" is a curve that goes on as the one before ended. Off by one tenth is rounding.
        const goesOn = [0, 1].every((way) => Math.abs(curve[way] - handle[way]) <= (handle.some(Boolean) ? 1 : 0));
        write(goesOn ? "s" : "c", goesOn ? curve.slice(2) : curve);
        handle = [curve[4] - curve[2], curve[5] - curve[3]];
        [x, y] = to.slice(4);
        continue;
      }
      const next = command === "H" ? [to[0], y] : command === "V" ? [x, to[0]] : to;
      const [right, down] = [next[0] - x, next[1] - y];
      if (command === "M" && at === 0) {
        write("m", [right, down]);
        [startX, startY] = next;
      } else if (right && down) write("l", [right, down]);
      else if (right) write("h", [right]);
      else if (down) write("v", [down]);
      else continue;
      [x, y] = next;
      handle = [0, 0];
    }
  }
  return written;
}

function symbol(icon) {
  const drawing = readFileSync(new URL(`${icon}.svg`, icons), "utf8");
  if (!drawing.includes('viewBox="0 0 48 48"')) throw new Error(`${icon} is not 48 by 48.`);
  const paths = [...drawing.matchAll(/<path ([^>]*)\/>/g)].map(([, said]) => {
    const rule = said.includes('fill-rule="evenodd"') ? ' fill-rule="evenodd"' : "";
    return `<path${rule} d="${small(said.match(/\bd="([^"]*)"/)[1])}"/>`;
  });
  // A rule that all paths share is said once.
  const shared = paths.every((path) => path.includes("evenodd")) ? ' fill-rule="evenodd"' : "";
  const inside = shared ? paths.join("").replaceAll(shared, "") : paths.join("");
  return `<symbol id="picture-${name(icon)}" viewBox="0 0 48 48" fill="currentColor"${shared}><g transform="scale(${1 / FINE})">${inside}</g></symbol>`;
}

const used = [...new Set([...Object.values(chosen.doors), ...Object.values(chosen.needs)])].sort();
if (new Set(used.map(name)).size !== used.length) throw new Error("Two pictures would have the same name.");
const sprite = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- ${chosen.licence}. ${chosen.copyright} -->${used.map(symbol).join("")}</svg>`,
);
const out = new URL("../built/pictures.svg", import.meta.url);
const brotli = brotliCompressSync(sprite, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
writeFileSync(out, sprite);
// mtime 0: the same bytes on every machine.
writeFileSync(new URL(out + ".gz"), gzipSync(sprite, { level: 9 }));
writeFileSync(new URL(out + ".br"), brotli);
console.log("pictures.svg", sprite.length, brotli.length);

const lines = (group) => Object.entries(group).map(([owner, icon]) => `  ${owner}: ${name(icon)}\n`).join("");
writeFileSync(
  new URL("../../flows/pictures.yaml", import.meta.url),
  `# The picture beside a door's or a need's words, never instead of them. One that no picture fits has none.
# Where a door and a need have the same id, they have the same picture.
# Made by navigator/static/source/pictures.mjs from pictures.json: change it there and run \`make assets\`.
# Source: ${chosen.source}. Licence: MIT. ${chosen.copyright}.
doors:
${lines(chosen.doors)}needs:
${lines(chosen.needs)}`,
);
