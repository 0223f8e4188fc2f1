// Somali: plain letters, and the apostrophe for the glottal stop.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Soomaali",
  layout: fromLetters("so", ["q w e r t y u i o p", "a s d f g h j k l '", "z x c v b n m"]),
};
