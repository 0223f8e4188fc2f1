// The page works without this file. With it: the way out answers to the Shift key, an error is read out, the chat does not
// reload, and a printer is one tap away.
const leave = document.querySelector("[data-leave]");
if (leave) {
  const go = (event) => {
    event?.preventDefault();
    document.body.style.visibility = "hidden";
    document.title = " ";
    location.replace(leave.href);
  };
  leave.addEventListener("click", go);
  let presses = 0;
  let last = 0;
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { presses = 0; return; }
    presses = event.timeStamp - last < 5000 ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses === 3) go();
  });
}

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Read out, where the device itself has a voice for the language: no word of the page leaves it.
const listen = document.querySelector("[data-listen]");
if (listen && window.speechSynthesis) {
  const speech = window.speechSynthesis;
  const tongue = document.documentElement.lang.split("-")[0];
  const voice = () => speech.getVoices().find((v) => v.localService && v.lang.toLowerCase().split(/[-_]/)[0] === tongue);
  const show = () => { listen.hidden = !voice(); };
  show();
  speech.onvoiceschanged = show;
  listen.addEventListener("click", () => {
    if (speech.speaking) return speech.cancel();
    for (const part of document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, legend, label)")) {
      if (!part.offsetParent || part.closest("details:not([open])") || part.querySelector("p, li")) continue;
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.voice = voice();
      words.lang = words.voice.lang;
      speech.speak(words);
    }
  });
  addEventListener("pagehide", () => speech.cancel());
}

// A second tap on a slow phone must not answer twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 2000);
  const talk = form.closest("[data-chat]");
  if (talk && window.fetch) {
    event.preventDefault();
    say(talk, form, event.submitter);
  }
});

async function say(talk, form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.set(submitter.name, submitter.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { "X-Part": "chat" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-chat]");
    if (!next || !answer.ok) return location.assign(answer.url || form.action);
    talk.replaceChildren(...next.childNodes);
    document.title = page.title;
    const newest = talk.querySelector("[data-newest]");
    newest?.focus();
    newest?.scrollIntoView({ block: "nearest" });
  } catch {
    delete form.dataset.sent;
    form.submit();
  }
}
