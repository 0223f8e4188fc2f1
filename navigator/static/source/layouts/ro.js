// Romanian: ș and ț with a comma below, not a cedilla.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Română",
  layout: fromLetters("ro", ["q w e r t y u i o p ă â", "a s d f g h j k l ș ț", "z x c v b n m î"]),
};
