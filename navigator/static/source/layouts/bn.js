/*! The letters are from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
import letters from "simple-keyboard-layouts/build/layouts/bengali.js";
import { fromPackage } from "./_letters.js";

// What stands in its number row, and vowels above its comma and full stop, get keys of their own here.
const layout = fromPackage(letters);
layout.default[2] = layout.default[2].replace(", .", "এ ঁ");
layout.shift[2] = layout.shift[2].replace("এ ঐ", "ঐ র্");

window.kioskKeys = {
  sign: "বাংলা",
  layout,
  own: "১ ২ ৩ ৪ ৫ ৬ ৭ ৮ ৯ ০ ্য ্র",
  stops: [", ;", "। .", "? !"],
};
