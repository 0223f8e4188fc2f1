// Every keyboard has the same frame: a number row, three rows of letters, a row with the stops. English letters are one key away,
// because a postcode has no others.
import { fromLetters } from "./layouts/_letters.js";

const DIGITS = "1 2 3 4 5 6 7 8 9 0 - '";
const ABOVE = '! " £ % & / ( ) @ + _ #';
const STOPS = [", ;", ". :", "? !"];
const ENGLISH = fromLetters("en", ["q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m"]);

function frame([first, second, third], digits, stops, turn) {
  const [left, ...right] = stops;
  return [
    `${digits} {bksp}`,
    first,
    second,
    `{shift} ${third}`,
    ["{close}", turn, left, "{space}", ...right, "{enter}"].filter(Boolean).join(" "),
  ];
}

const side = (stops, at) => stops.map((pair) => pair.split(" ")[at]);

export function layers({ layout, own = ABOVE, stops = STOPS }) {
  const back = layout && "{own}";
  const latin = ["@ _", ", ;", ". ?"];
  const all = {
    abc: frame(ENGLISH.default, DIGITS, side(layout ? latin : ["@ _", ...STOPS], 0), back),
    abcshift: frame(ENGLISH.shift, ABOVE, side(layout ? latin : ["@ _", ...STOPS], 1), back),
  };
  if (layout) {
    all.default = frame(layout.default, DIGITS, side(stops, 0), "{abc}");
    all.shift = frame(layout.shift, own, side(stops, 1), "{abc}");
  }
  return all;
}
