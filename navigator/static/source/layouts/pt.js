// Portuguese. The package's has dead keys, which an on-screen key cannot be; here each accented letter has its own key.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Português",
  layout: fromLetters("pt", ["q w e r t y u i o p ç é ê", "a s d f g h j k l á à â ã", "z x c v b n m í ó ô õ ú"]),
};
