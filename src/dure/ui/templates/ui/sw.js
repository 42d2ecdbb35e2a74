/* The service worker: keeps the shell and public pages for when the line drops. Never a signed-in page. */
const SHELL_NAME = "shell-{{ version }}";
const PAGES_NAME = "pages-{{ version }}";
const SHELL = [{% for address in shell %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const OFFLINE = "{{ offline|escapejs }}";
const PATIENCE_MS = 8000;
const PAGES_KEPT = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL_NAME).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetAllBut([SHELL_NAME, PAGES_NAME]).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (SHELL.includes(address.pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

/* What the house tells this browser (rooms/inbox). A push must always show something, so an unreadable one says our name. */
self.addEventListener("push", (event) => {
  const told = read(event.data);
  const look = { body: told.body, tag: told.tag, data: { link: told.link }, icon: "{{ icon|escapejs }}", badge: "{{ icon|escapejs }}" };
  event.waitUntil(self.registration.showNotification(told.title || "{{ name|escapejs }}", look));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link));
});

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/* Only our own pages, whatever the message says; in a window that is open already, if there is one. */
async function open(link) {
  const wanted = new URL(link || "/", location.origin);
  const address = wanted.origin === location.origin ? wanted.href : location.origin;
  const windows = await self.clients.matchAll({ type: "window" });
  for (const each of windows) {
    if ("navigate" in each) return each.navigate(address).then((moved) => moved?.focus());
  }
  return self.clients.openWindow(address);
}

async function forgetAllBut(names) {
  const old = (await caches.keys()).filter((name) => !names.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromShell(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/* The line first; what was kept only when it fails. Patience ends only where there is something to show instead. */
async function page(request) {
  const kept = await (await caches.open(PAGES_NAME)).match(request);
  try {
    const response = await (kept ? withPatience(fetch(request)) : fetch(request));
    if (response.headers.get("Dure-Keep") === "public") await keep(request, response.clone());
    return response;
  } catch {
    return kept ?? (await caches.match(OFFLINE));
  }
}

function withPatience(answer) {
  const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS));
  return Promise.race([answer, tooLong]);
}

async function keep(request, response) {
  const pages = await caches.open(PAGES_NAME);
  await pages.put(request, response);
  const kept = await pages.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - PAGES_KEPT)).map((old) => pages.delete(old)));
}
