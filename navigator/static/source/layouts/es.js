// Spanish. The package's types loose accents; here each accented letter has its own key.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Español",
  layout: fromLetters("es", ["q w e r t y u i o p ú ü", "a s d f g h j k l ñ á é", "z x c v b n m í ó"]),
  stops: ["¿ ¡", ", ;", ". :", "? !"],
};
