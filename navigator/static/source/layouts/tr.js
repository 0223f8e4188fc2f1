/*! The letters are from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
import letters from "simple-keyboard-layouts/build/layouts/turkish.js";
import { fromPackage } from "./_letters.js";

window.kioskKeys = {
  sign: "Türkçe",
  layout: fromPackage(letters),
};
