/*! The letters are from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
import letters from "simple-keyboard-layouts/build/layouts/arabic.js";
import { fromPackage } from "./_letters.js";

// ذ stands in its number row.
const layout = fromPackage(letters);
layout.default[1] += " ذ";
layout.shift[1] += " ّ";

window.kioskKeys = {
  sign: "العربية",
  layout,
  own: "١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩ ٠ - /",
  stops: ["، ؛", ". :", "؟ !"],
};
