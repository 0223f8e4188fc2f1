/*! The letters are from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
import letters from "simple-keyboard-layouts/build/layouts/ukrainian.js";
import { fromPackage } from "./_letters.js";

window.kioskKeys = {
  sign: "Українська",
  layout: fromPackage(letters),
};
