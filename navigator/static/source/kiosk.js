// Only at a library's touch screen, as a blocking script in the head: the page of one person must never show to the next.
// The server's part of it is on <html>: data-kiosk, the address where everyone begins, and data-sitting, a random word that is
// new for each person.
const root = document.documentElement;
const { kiosk: start, sitting } = root.dataset;
const STILL = 60_000;
const GONE = 90_000;
const REFRESH = 600_000;
const OWED = "finish-owed";

function goToStart() {
  root.hidden = true;
  location.replace(start);
}

// Back and Forward may only show pages of this sitting: each page notes its own beside its place in the history.
function isSomeoneElses() {
  // The start is everyone's, and new each time it is shown; what was kept for a broken network is nobody's.
  if ("kioskStart" in root.dataset || !sitting) return false;
  const was = history.state?.sitting;
  return was === undefined ? performance.getEntriesByType("navigation")[0]?.type === "back_forward" : was !== sitting;
}

// A page taken out of the browser's memory does not ask the server, and its own words are as old as it is. What sitting it is
// now stands in sessionStorage, which finishing clears. Hidden on the way in, so that nothing flashes on the way out.
addEventListener("pagehide", (event) => { if (event.persisted) root.hidden = true; });
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  if (sessionStorage.getItem("sitting") !== sitting) return goToStart();
  leaving = false;
  root.hidden = false;
});

// --- Finishing -----------------------------------------------------------------------------------------------------------------

let leaving = false;

async function forget() {
  localStorage.clear();
  sessionStorage.clear();
  try {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  } catch { /* This browser keeps none, or does not list them. */ }
}

// fetch, not a sent form: it leaves nothing in the history. Only the server can take its cookie back.
async function tellServer(address) {
  try {
    const answer = await fetch(address, { method: "POST", redirect: "manual", signal: AbortSignal.timeout(5000) });
    return answer.type === "opaqueredirect" || answer.ok;
  } catch {
    return false;
  }
}

async function finish() {
  if (leaving) return;
  leaving = true;
  root.hidden = true;
  const address = document.querySelector("[data-finish]")?.action ?? `${start}/finish`;
  await forget();
  if (!(await tellServer(address))) localStorage.setItem(OWED, address);
  location.replace(start);
}

// The server was out of reach when the last person finished, so it still takes the next one for them. Nothing but the start and
// the numbers for help now is shown until it has been told.
async function payWhatIsOwed() {
  const address = localStorage.getItem(OWED);
  if (!address || leaving) return;
  leaving = true;
  if (await tellServer(address)) {
    localStorage.removeItem(OWED);
    return goToStart();
  }
  leaving = false;
  if (!isForAnyone()) return goToStart();
  root.hidden = false;
  setTimeout(payWhatIsOwed, 15_000);
}

// A page that is kept for when the network is away belongs to no sitting, whatever address it is shown at.
const isForAnyone = () => !sitting || "kioskStart" in root.dataset || location.pathname.endsWith("/help-now");

// --- Someone who walked away ---------------------------------------------------------------------------------------------------

let last = Date.now();
let saidAt = 0;

const asks = () => document.querySelector("dialog[data-still]");

// Once a second, by the clock on the wall: a machine that slept notices it on waking.
function look() {
  setTimeout(look, 1000);
  if (leaving) return;
  const still = Date.now() - last;
  if ("kioskStart" in root.dataset) {
    if (still < REFRESH || !navigator.onLine) return;
    last = Date.now();
    location.reload();
  } else if (still >= GONE) finish();
  else if (still >= STILL) ask(Math.ceil((GONE - still) / 1000));
}

function ask(left) {
  const dialog = asks();
  if (!dialog) return;
  if (!dialog.open) {
    dialog.showModal();
    saidAt = 0;
  }
  dialog.querySelector("[data-left]").textContent = left;
  // Read out twice only: a voice counting every second would drown the question.
  const due = left <= 10 ? 10 : 30;
  if (saidAt !== due) {
    saidAt = due;
    const said = dialog.querySelector("[data-left-said]");
    said.textContent = said.dataset.leftSaid.replace("{n}", due);
  }
}

function stay() {
  last = Date.now();
  const dialog = asks();
  if (dialog?.open) dialog.close();
}

// While we ask, only the answer counts.
const notice = () => { if (!asks()?.open) last = Date.now(); };

// --- What this screen does not do ----------------------------------------------------------------------------------------------

const refuse = (event) => event.preventDefault();

function refuseKeys(event) {
  const command = (event.ctrlKey || event.metaKey) && "ntpsol".includes(event.key.toLowerCase());
  if (command || /^F\d+$/.test(event.key)) event.preventDefault();
}

// Nothing opens a second window, a file or someone else's site. The server renders no such link; this is the second lock.
function refuseLinks(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  const opens = event.type === "auxclick" || event.ctrlKey || event.metaKey || event.shiftKey;
  if (opens || link.target || link.hasAttribute("download") || link.host !== location.host) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function begin() {
  if (sitting) {
    history.replaceState({ sitting }, "");
    sessionStorage.setItem("sitting", sitting);
  }
  for (const kind of ["pointerdown", "keydown", "touchstart", "scroll"]) addEventListener(kind, notice, { capture: true, passive: true });
  for (const kind of ["contextmenu", "dragstart", "dragover", "drop", "gesturestart"]) addEventListener(kind, refuse);
  addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
  addEventListener("keydown", refuseKeys, true);
  for (const kind of ["click", "auxclick"]) addEventListener(kind, refuseLinks, true);
  addEventListener("click", (event) => { if (event.target.closest?.("[data-here]")) stay(); });
  // Escape answers it too.
  addEventListener("cancel", (event) => { if (event.target === asks()) stay(); }, true);
  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-finish]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    finish();
  }, true);
  addEventListener("online", payWhatIsOwed);
  if (localStorage.getItem(OWED) && !isForAnyone()) root.hidden = true;
  payWhatIsOwed();
  setTimeout(look, 1000);
  navigator.serviceWorker?.register("/kiosk-shell.js", { scope: "/" }).catch(() => {});
}

// --- What staff see on the page that tests a screen -----------------------------------------------------------------------------

function showTest() {
  const put = (name, words) => { for (const place of document.querySelectorAll(`[data-test-${name}]`)) place.textContent = words; };
  const voices = () => put("voices", [...new Set(speechSynthesis.getVoices().filter((v) => v.localService).map((v) => v.lang))].join(", ") || "none");
  put("script", "runs");
  put("screen", `${innerWidth} × ${innerHeight}`);
  addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") put("touch", "seen"); });
  navigator.serviceWorker?.ready.then(() => put("shell", "ready"));
  if (!window.speechSynthesis) return;
  voices();
  speechSynthesis.onvoiceschanged = voices;
}

if (isSomeoneElses()) goToStart();
else begin();
addEventListener("DOMContentLoaded", () => { if (document.querySelector("[data-test-script]")) showTest(); });
