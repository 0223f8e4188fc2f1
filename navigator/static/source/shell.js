// The kiosk's service worker: keeps its first page and the numbers for help now in every language, for when the network is away.
// It keeps nothing else. The server puts the list before this: const SHELL = {version, pages, files}, the first page first.
const NAME = `kiosk-${SHELL.version}`;
const PATIENCE = 4000;

// Asked for without cookies, so that what is kept is nobody's.
async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll([...SHELL.pages, ...SHELL.files].map((address) => new Request(address, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function clean() {
  for (const name of await caches.keys()) if (name.startsWith("kiosk-") && name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

async function kept(address) {
  const cache = await caches.open(NAME);
  return cache.match(address, { ignoreSearch: true, ignoreVary: true });
}

const tooLate = () => new Promise((_, fail) => setTimeout(fail, PATIENCE, new Error("too late")));

async function page(request, url) {
  try {
    // Only a question may be given up on: what a form sends may have arrived.
    const answer = await (request.method === "GET" ? Promise.race([fetch(request), tooLate()]) : fetch(request));
    if (![502, 503, 504].includes(answer.status)) return answer;
  } catch { /* The network is away. */ }
  const language = url.pathname.split("/")[1];
  return (await kept(`/${language}/help-now`)) ?? (await kept(SHELL.pages[0])) ?? Response.error();
}

const file = async (request) => (await kept(request.url)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clean()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (request.method === "GET" && SHELL.files.includes(url.pathname)) event.respondWith(file(request));
});
