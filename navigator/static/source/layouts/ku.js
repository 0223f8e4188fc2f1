// Kurmanji Kurdish in Latin letters. The package's Kurdish is Sorani in Arabic script.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Kurdî",
  layout: fromLetters("ku", ["q w e r t y u i o p ê û", "a s d f g h j k l ş î", "z x c v b n m ç"]),
};
