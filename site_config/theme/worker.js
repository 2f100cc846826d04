/* Pages for the train: what a returning reader has read, and the newest editions. Everything comes from the network
   while there is one, so nothing kept is ever shown in place of something newer; styles and scripts too, for their
   names do not change with their bytes. Kept pages answer when the network does not. The search index is not kept. */
importScripts("assets/words.js"); // kept with this script
const { language, direction, words } = self.dayfold;
const t = text => words[text]?.[0] || text;
const SCOPE = self.registration.scope;
const CACHE = `dayfold-1 ${SCOPE}`; // another number when what is kept changes its form
const PAGES = 40; // kept; the one not seen for longest goes first
const EDITIONS = 3; // the newest, fetched at each visit
const PARTS = new Set(["style", "script", "font"]);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(
  caches.keys().then(names => Promise.all(names.filter(name => name.endsWith(` ${SCOPE}`) && name !== CACHE).map(name => caches.delete(name))))
    .then(() => self.clients.claim())));

self.addEventListener("fetch", event => {
  const { request } = event, page = request.mode === "navigate";
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || !(page || PARTS.has(request.destination))) return;
  event.respondWith(fetch(request).then(
    response => { event.waitUntil(keep(request.url, response.clone()).catch(() => {})); return response; },
    error => kept(request.url, page).then(found => found || Promise.reject(error))));
});

self.addEventListener("message", event => {
  if (event.data === "keep") event.waitUntil(keepEditions().catch(() => {})); // offline, or no room: next time
});

const plain = address => { const url = new URL(address); url.search = url.hash = ""; return url.href; };

/** One at a time, reading too: while an entry is put in the place of another, there is none. */
let last = Promise.resolve();
const inTurn = work => {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
};

const keep = async (address, response) => {
  if (!response.ok || response.type !== "basic" || response.redirected || new URL(address).search) return;
  const body = await response.blob(); // the whole, before what is kept of it is let go: a reader may leave midway
  await inTurn(() => put(plain(address), new Response(body, { headers: response.headers })));
};

const put = async (key, response) => {
  const cache = await caches.open(CACHE);
  await cache.put(key, response); // stands last, whatever was there before
  const pages = (await cache.keys()).filter(request => request.url.endsWith("/"));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - PAGES)).map(request => cache.delete(request)));
};

const kept = (address, page) => inTurn(async () => {
  const cache = await caches.open(CACHE);
  return (await cache.match(plain(address))) || (page ? list(cache) : undefined);
});

const keepEditions = async () => {
  const cache = await caches.open(CACHE);
  let address = SCOPE;
  for (let n = 0; n < EDITIONS && address; n++) {
    const response = await fetch(address);
    if (!response.ok) return;
    const text = await response.clone().text();
    await keep(address, response);
    for (const [, path] of text.matchAll(/<(?:link|script)\b[^>]*(?:href|src)="([^"]+\.(?:css|js|svg|woff2))"/g)) {
      const part = new URL(path, address).href;
      if (part.startsWith(SCOPE) && !(await cache.match(part))) await keep(part, await fetch(part));
    }
    const previous = /<a\b[^>]*\brel="prev"[^>]*>/.exec(text)?.[0].match(/href="([^"]+)"/)?.[1];
    address = previous && new URL(previous, address).href;
  }
};

/** What there is to read, in place of a page that is not kept. Titles are HTML already, as our own pages have them. */
const list = async cache => {
  const pages = (await cache.keys()).map(request => request.url).filter(address => address.endsWith("/")).reverse();
  const titles = await Promise.all(pages.map(async address =>
    /<title>([^<]*)<\/title>/.exec(await (await cache.match(address)).text())?.[1] || "…"));
  const items = pages.map((address, n) => `<li><a href="${new URL(address).pathname}">${titles[n]}</a></li>`).join("");
  const styles = ["tokens", "dayfold", "custom"].map(name => `<link rel="stylesheet" href="${new URL(SCOPE).pathname}stylesheets/${name}.css">`).join("");
  const [title, heading, told] = [t("Offline"), t("You are offline"), t("This page is not kept in your browser. These are:")];
  return new Response(`<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`
    + `<title>${title}</title>${styles}</head><body data-md-color-scheme="default"><main class="md-main__inner"><div class="df-page df-page--text"><h1>${heading}</h1>`
    + `<div class="df-text"><p>${told}</p><ul>${items}</ul></div></div></main></body></html>`, {
    status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'" } });
};
