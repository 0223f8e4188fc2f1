// Albanian, QWERTZ as in Albania and Kosovo.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Shqip",
  layout: fromLetters("sq", ["q w e r t z u i o p ç", "a s d f g h j k l ë", "y x c v b n m"]),
};
