// Polish as people type it. The package's is the typewriter's QWERTZ, without capital Ą Ć Ń Ś Ź Ż.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Polski",
  layout: fromLetters("pl", ["q w e r t y u i o p ę ó", "a s d f g h j k l ł ą ś", "z x c v b n m ż ź ć ń"]),
};
