// French, AZERTY. The package's has dead keys; here each accented letter has its own key.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Français",
  layout: fromLetters("fr", ["a z e r t y u i o p é è ë", "q s d f g h j k l m à â ç", "w x c v b n ê î ï ô œ ù û"]),
};
