// Two ways to make the letters of a keyboard. keyboard.js adds the number row, the stops and the special keys.

// From our own three rows of small letters; the capitals follow from the language.
export const fromLetters = (code, rows) => ({ default: rows, shift: rows.map((row) => row.toLocaleUpperCase(code)) });

// From simple-keyboard-layouts: what a kiosk does not need (tab, caps lock, brackets, slashes) goes, so a place stays only
// where one of its two keys is a letter or a mark.
const isLetter = (key) => /^[\p{L}\p{M}]/u.test(key ?? "");
export function fromPackage({ layout }) {
  const rows = { default: [], shift: [] };
  const keys = (row) => row.split(" ").filter((key) => !/^\{.+\}$/.test(key));
  for (const at of [1, 2, 3]) {
    const small = keys(layout.default[at]);
    const large = keys(layout.shift[at]);
    const places = small.map((_, i) => i).filter((i) => isLetter(small[i]) || isLetter(large[i]));
    rows.default.push(places.map((i) => small[i]).join(" "));
    rows.shift.push(places.map((i) => large[i] ?? small[i]).join(" "));
  }
  return rows;
}
