/*! The table of characters is from simple-keyboard-layouts, MIT licence, Francisco Hodge and contributors. */
// Chinese by pinyin: Latin letters, and the characters they may mean to choose from.
import pinyin from "simple-keyboard-layouts/build/layouts/chinese.js";
import { fromLetters } from "./_letters.js";

window.kioskKeys = {
  sign: "中文",
  layout: fromLetters("zh", ["q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m"]),
  choices: pinyin.layoutCandidates,
  stops: ["， 、", "。 ：", "？ ！"],
};
