/* Comforts for readers who come back: marks on what is new, the place where they stopped, a citation or a permalink to
   take along, the last editions for the train. What is kept is kept in this browser alone, under the site's own path,
   and nothing needs it: where storage is blocked or full each visit is the first. Names from pages become text nodes. */

import { locale, t, tn } from "./texts.js";

const SITE = new URL("../", import.meta.url);
const KEY = "reading";
const VISIT_MS = 30 * 60_000; // a pause after which a visit is over
const PAGES = 30; // as many are remembered; the one not seen for longest goes first
const main = document.querySelector(".df-page");
const here = location.pathname;

const el = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

// ---- what is kept: { off, at, start, since, pages: { path: { at, now, then, until, stopped } } }, times in ms

const stored = () => {
  const kept = __md_get(KEY);
  return kept && typeof kept === "object" ? { ...kept, pages: { ...kept.pages } } : { pages: {} };
};

/** The state as of this visit: after a pause, what was the last visit is what 'new' is counted from. */
const visited = now => {
  const state = stored();
  if (!state.at || now - state.at > VISIT_MS) Object.assign(state, { since: state.at || 0, start: now });
  state.at = now;
  return state;
};

// ---- what is new

const times = node => [...node.querySelectorAll("time[datetime]")].map(time => time.getAttribute("datetime"));

/** Entries of an edition, and items of a list of stories or articles: what each is, where its mark stands, its time. */
const entries = () => {
  const stories = [...main.querySelectorAll("article[aria-labelledby]")].map(node => ({
    node, key: node.getAttribute("aria-labelledby"), mark: node.querySelector("h3 + p") }));
  const items = [...main.querySelectorAll(".df-list li")].map(node => ({
    node, key: node.querySelector("strong a")?.getAttribute("href"), mark: node.querySelector("strong") }));
  return [...stories, ...items].filter(entry => entry.key && entry.mark).map(entry => ({
    ...entry, key: String(__md_hash(entry.key)), time: Math.max(0, ...times(entry.node).map(text => Date.parse(text) || 0)) }));
};

/** New is what was not on this page when it was last read, or has a report that was not; on a page that was never
    read, what is younger than the last visit. */
const isNew = (entry, then, since) => (then ? !(entry.key in then) || entry.time > then[entry.key] : entry.time > since);

const dated = ms => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(ms);

const showNew = (list, page, since) => {
  const fresh = list.filter(entry => isNew(entry, page.then, since));
  const parts = [];
  if (fresh.length) {
    const values = { time: dated(since), all: list.length };
    parts.push(fresh.length === list.length ? t("New since your last visit, %(time)s: everything here", values)
      : tn("New since your last visit, %(time)s: %(num)s of %(all)s", "New since your last visit, %(time)s: %(num)s of %(all)s", fresh.length, values));
    // Where all is new, marks would tell nothing.
    if (fresh.length < list.length) for (const { mark } of fresh)
      mark.prepend(el("span", { class: "df-new" }, t("new"), el("span", { class: "df-vh" }, " " + t("since your last visit"))), " ");
  }
  return parts;
};

// ---- read until here

const halfway = articles => articles.filter(node => node.getBoundingClientRect().top < innerHeight / 2).pop();

const showStopped = (articles, stopped) => {
  const at = articles.findIndex(node => node.getAttribute("aria-labelledby") === stopped);
  if (at < 1 || at >= articles.length - 1) return [];
  articles[at].append(el("p", { class: "df-until" }, t("Read until here")));
  const next = articles[at + 1].getAttribute("aria-labelledby");
  return [el("a", { href: `#${next}` }, t("Go on where you stopped"))];
};

const remember = () => {
  const now = Date.now(), state = visited(now), list = entries();
  const before = state.pages[here] || {}, again = before.at && before.at < state.start;
  const page = {
    at: now,
    now: Object.fromEntries(list.map(({ key, time }) => [key, time])),
    then: again ? before.now : before.then,
    stopped: again ? before.until : before.stopped,
    until: before.until,
  };
  const articles = [...main.querySelectorAll("article[aria-labelledby]")];
  if (state.since) {
    const parts = [...(list.length ? showNew(list, page, state.since) : []), ...showStopped(articles, page.stopped)];
    if (parts.length) lead().after(el("p", { class: "df-since" }, ...parts.flatMap((part, n) => (n ? [" · ", part] : [part]))));
  }
  const keep = () => {
    if (stored().off) return;
    if (articles.length > 3) page.until = halfway(articles)?.getAttribute("aria-labelledby") || page.until;
    state.at = page.at = Date.now();
    const mine = list.length ? { [here]: page } : {};
    const pages = Object.entries({ ...stored().pages, ...mine }).sort(([, a], [, b]) => b.at - a.at).slice(0, PAGES);
    __md_set(KEY, { ...state, pages: Object.fromEntries(pages) });
  };
  keep();
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
  return state;
};

// ---- a citation, a permalink

const lead = () => main.querySelector("h1 + .df-account") || main.querySelector("h1");

const citation = () => {
  const { authors, outlet, published, original } = main.dataset, title = main.querySelector("h1").textContent.trim();
  const day = published && new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" })
    .format(new Date(`${published.slice(0, 10)}T00:00:00Z`));
  const site = document.querySelector("meta[property='og:site_name']")?.content;
  return `${[authors, t("“%(title)s”", { title }), outlet || site, day].filter(Boolean).join(t(", "))}. ${original || permalink()}`;
};

const permalink = () => new URL(main.dataset.permalink, location.href).href;

const showTools = () => {
  if (!main?.dataset.permalink) return;
  const status = el("span", { role: "status" }), tools = el("p", { class: "df-tools" });
  const tool = (words, act) => {
    const button = el("button", { type: "button" }, words);
    button.addEventListener("click", () => act().then(said => { status.textContent = said; }, error => {
      if (error.name !== "AbortError") status.textContent = t("The browser did not allow it"); // aborted: the reader thought better
    }));
    tools.append(button, " ");
  };
  const copy = text => navigator.clipboard.writeText(text).then(() => t("Copied"));
  if (navigator.clipboard) tool(t("Copy citation"), () => copy(citation()));
  if (navigator.share) tool(t("Share"), () => navigator.share({ title: document.title, url: permalink() }).then(() => ""));
  else if (navigator.clipboard) tool(t("Copy link"), () => copy(permalink()));
  if (!tools.childElementCount) return;
  tools.append(status);
  const report = main.querySelector(".df-entry--lead");
  if (report && main.dataset.outlet !== undefined) report.after(tools); else main.append(tools); // at the end nothing has to make room
};

// ---- offline: for readers who come back, unless the site's `extra.offline` is false

const offline = async wanted => {
  if (!("serviceWorker" in navigator)) return;
  try {
    if (wanted) {
      const registration = await navigator.serviceWorker.register(new URL("worker.js", SITE), { scope: SITE.pathname, updateViaCache: "none" });
      await navigator.serviceWorker.ready;
      registration.active?.postMessage("keep");
      return;
    }
    const registration = await navigator.serviceWorker.getRegistration(SITE.href);
    if (registration?.scope !== SITE.href) return;
    await registration.unregister();
    for (const name of await caches.keys()) if (name.startsWith("dayfold-") && name.endsWith(` ${SITE.href}`)) await caches.delete(name);
  } catch { /* a browser that forbids it to this site: nothing is kept */ }
};

// ---- the reader's own switch, at the foot

const showSwitch = off => {
  const button = el("button", { type: "button", "aria-pressed": String(!off),
    title: t("In this browser alone: what is new, where you stopped, the last editions for reading offline") }, t("Remember my reading"));
  button.addEventListener("click", () => {
    const forget = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!forget));
    __md_set(KEY, forget ? { off: true } : { pages: {} });
    if (!forget) return;
    for (const node of document.querySelectorAll(".df-since, .df-new, .df-until")) node.remove();
    offline(false);
  });
  document.querySelector(".df-foot ul")?.append(el("li", {}, button));
};

const start = () => {
  const off = Boolean(stored().off);
  showTools();
  showSwitch(off);
  const state = main && !off ? remember() : null;
  offline("offline" in document.body.dataset && Boolean(state?.since));
};
start();
