// Greek. The package's has a dead accent; here each accented vowel has its own key.
// The capitals are made as for English: Greek's own rule drops the accent.
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "Ελληνικά",
  layout: fromLetters("en", ["ς ε ρ τ υ θ ι ο π ύ ί ό", "α σ δ φ γ η ξ κ λ ά ή", "ζ χ ψ ω β ν μ έ ώ ϊ ϋ"]),
  stops: [", ·", ". :", "; !"],
};
