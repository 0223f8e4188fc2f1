/*! The letters are from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
import letters from "simple-keyboard-layouts/build/layouts/farsi.js";
import { fromPackage } from "./_letters.js";

window.kioskKeys = {
  sign: "فارسی",
  layout: fromPackage(letters),
  own: "۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - /",
  stops: ["، ؛", ". :", "؟ !"],
};
