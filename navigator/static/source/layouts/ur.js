// Urdu, phonetic as most people type it. The package's has Arabic's ى and ready-joined letters, which no search would find.
window.kioskKeys = {
  sign: "اردو",
  layout: {
    default: ["ق و ع ر ت ے ء ی ہ پ", "ا س د ف گ ھ ج ک ل", "ز ش چ ط ب ن م"],
    shift: ["ْ ؤ ٰ ڑ ٹ َ ئ ِ ۂ ُ", "آ ص ڈ ّ غ ح ض خ لا", "ذ ژ ث ظ ً ں ۃ"],
  },
  own: "۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - /",
  stops: ["، ؛", "۔ :", "؟ !"],
};
