// The keyboard on a kiosk's screen. simple-keyboard draws the keys; what a key does to the field is ours, done the way typing does
// it, so that the caret, maxlength and joined letters behave. The language's letters come before this in keys-<code>.js.
import Keyboard from "simple-keyboard/build/index.modern.esm.js";
import { choicesFor } from "./_choices.js";
import { layers } from "./_layers.js";

const box = document.querySelector("[data-keyboard]");
const TYPED = "textarea, input:not([type]), input[type=text], input[type=search], input[type=tel], input[type=email]";
const LATIN = "[type=tel], [type=email], [autocomplete~=postal-code], [data-latin]";
const own = window.kioskKeys ?? { sign: "English" };
const keys = layers(own);

let field = null;
let board = null;
let layer = "abc";
const chooser = document.createElement("div");

// --- Drawing -------------------------------------------------------------------------------------------------------------------

const say = box?.dataset ?? {};
const label = { "{space}": say.space, "{close}": say.close, "{abc}": "ABC", "{own}": own.sign };
const spoken = { "{bksp}": say.back, "{enter}": say.enter, "{shift}": say.shift };

// A mark that joins to a letter is shown on a dotted circle; < would begin a tag.
function face(key) {
  if (key in label) return label[key];
  if (key in spoken) return " ";
  if (key === "\u200c") return "نیم‌فاصله";
  if (key === "<" || key === "&") return key === "<" ? "&lt;" : "&amp;";
  return /^\p{M}/u.test(key) ? `\u25cc${key}` : key;
}

function draw() {
  if (board) return board.setOptions({ layoutName: layer });
  const sheet = document.createElement("div");
  sheet.className = "keys";
  chooser.className = "keys-choices";
  chooser.hidden = true;
  box.append(chooser, sheet);
  const all = new Set(Object.values(keys).flatMap((rows) => rows.join(" ").split(" ")));
  board = new Keyboard(sheet, {
    layout: keys,
    layoutName: layer,
    display: Object.fromEntries([...all].map((key) => [key, face(key)])),
    buttonAttributes: [
      { attribute: "type", value: "button" },
      ...Object.entries(spoken).map(([buttons, value]) => ({ attribute: "aria-label", value, buttons })),
    ],
    useButtonTag: true,
    // A trembling finger rests on a key without meaning it again.
    disableButtonHold: true,
    // The library's own idea of the text is not used, nor kept.
    disableCaretPositioning: true,
    enableLayoutCandidates: false,
    beforeInputUpdate: (library) => library.clearInput(),
    onKeyPress: press,
    onRender: showShift,
  });
  // The field keeps the focus: a key must not take it.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  // The library hears fingers only. A screen reader or Enter on a key makes a click without one.
  box.addEventListener("click", (event) => {
    const key = event.target.closest(".hg-button");
    if (key && event.detail === 0) press(key.dataset.skbtn);
  });
}

function showShift() {
  for (const key of box.querySelectorAll('[data-skbtn="{shift}"]')) key.setAttribute("aria-pressed", layer.endsWith("shift"));
}

function turnTo(next) {
  layer = next;
  draw();
  measure();
}

// --- Typing --------------------------------------------------------------------------------------------------------------------

const unshifted = { shift: "default", abcshift: "abc" };

function press(key) {
  if (!reachField()) return shut();
  if (key === "{close}") return shut();
  if (key === "{abc}") turnTo("abc");
  else if (key === "{own}") turnTo("default");
  else if (key === "{shift}") turnTo(unshifted[layer] ?? (layer === "abc" ? "abcshift" : "shift"));
  else if (key === "{bksp}") document.execCommand("delete");
  else if (key === "{enter}") enter();
  else if (key === "{space}") choose() || type(" ");
  else {
    type(key);
    // One capital, then small letters again.
    if (unshifted[layer]) turnTo(unshifted[layer]);
  }
  offer();
}

// The chat puts a new field in the old one's place.
function reachField() {
  if (!field?.isConnected) field = field?.id ? document.getElementById(field.id) : null;
  if (field && document.activeElement !== field) field.focus({ preventScroll: true });
  return field;
}

// execCommand is called old, but it alone types as a person does, in every kind of field.
const type = (words) => document.execCommand("insertText", false, words);

function enter() {
  if (field.matches("textarea")) return type("\n");
  const form = field.form;
  form?.requestSubmit([...form.elements].find((part) => part.type === "submit" && !part.disabled));
}

// --- Choosing (Chinese) --------------------------------------------------------------------------------------------------------

let offered = null;

function offer() {
  const before = field && own.choices && layer === "default" ? field.value.slice(0, field.selectionStart ?? 0) : "";
  offered = choicesFor(before, own.choices);
  chooser.replaceChildren(...(offered?.choices ?? []).slice(0, 30).map((sign) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.addEventListener("click", () => { choose(sign); offer(); });
    return button;
  }));
  chooser.scrollLeft = 0;
  chooser.hidden = !own.choices || layer !== "default";
  measure();
}

function choose(sign = offered?.choices[0]) {
  if (!offered || !reachField()) return false;
  const end = field.selectionStart;
  field.setSelectionRange(offered.from, offered.to);
  type(sign);
  const caret = end - (offered.to - offered.from) + sign.length;
  field.setSelectionRange(caret, caret);
  offered = null;
  return true;
}

// --- Opening and closing -------------------------------------------------------------------------------------------------------

// The page leaves as much room as the keyboard takes.
function measure() {
  const tall = box.hidden ? 0 : box.offsetHeight;
  document.documentElement.style.setProperty("--keys", `${tall}px`);
}

function open(next) {
  const fresh = field !== next || box.hidden;
  field = next;
  if (!fresh) return;
  layer = own.layout && !field.matches(LATIN) ? "default" : "abc";
  box.hidden = false;
  draw();
  offer();
  requestAnimationFrame(bringIntoView);
}

// The field, and what sends it when both fit.
function bringIntoView() {
  const room = box.getBoundingClientRect().top - 32;
  const button = [...(field.form?.elements ?? [])].find((part) => part.type === "submit");
  const fits = button && button.getBoundingClientRect().bottom - field.getBoundingClientRect().top < room;
  if (fits) button.scrollIntoView({ block: "nearest" });
  field.scrollIntoView({ block: "nearest" });
}

function shut() {
  if (box.hidden) return;
  box.hidden = true;
  measure();
}

const typed = (target) => (target.matches?.(TYPED) && !target.readOnly && !target.disabled ? target : null);

if (box) {
  box.hidden = true;
  // Where the finger came down, while it is down and until its tap has been handled.
  let down = false;
  let from = null;
  let fromBox = false;
  addEventListener("pointerdown", (event) => {
    down = true;
    from = event.target;
    fromBox = box.contains(from);
    // The system's own keyboard stays away.
    if (typed(from)) from.inputMode = "none";
  }, true);
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { down = false; }, true);
  // Opened and put away at the end of a tap, so that nothing moves under the finger.
  addEventListener("click", (event) => {
    // A key may be gone by now: choosing redraws.
    const byFinger = event.detail && from;
    const target = byFinger ? from : event.target;
    const inBox = byFinger ? fromBox : event.composedPath().includes(box);
    if (typed(target)) open(target);
    else if (!inBox && !target.closest("label, dialog")) shut();
  });
  addEventListener("focusin", (event) => {
    if (!typed(event.target)) return;
    event.target.inputMode = "none";
    if (!down) open(event.target);
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
  addEventListener("submit", shut);
  addEventListener("resize", measure);
  if (typed(document.activeElement)) open(document.activeElement);
}
