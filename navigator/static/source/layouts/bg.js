// Bulgarian, traditional phonetic: letters lie where their Latin sound-alikes do.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Български",
  layout: fromLetters("bg", ["я в е р т ъ у и о п ш щ", "а с д ф г х й к л ч ю", "з ь ц ж б н м ѝ"]),
};
