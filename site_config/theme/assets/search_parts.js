/* What the search page is made of: nodes, dates and names in words, and a result with its passage.
   Every text is a stranger's and becomes a text node, never HTML. */
import { plain, restored } from "./search_index.js";
import { direction, locale, t } from "./texts.js";

const PASSAGE_WORDS = 36;
const LEAD_IN_WORDS = 6;
const KINDS = new Map([["article", t("Article")], ["story", t("Story")], ["edition", t("Edition")]]);

export const site = new URL("../", import.meta.url);

// ---- words and days

export const el = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.flat(2).filter(child => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
};

const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(locale, { type: "language" }) : null;
export const label = (facet, value) => {
  if (facet === "kind") return KINDS.get(value) || value;
  if (facet !== "language" || !languages) return value;
  try { return languages.of(value) || value; } catch { return value; }
};

const written = (iso, parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" })
  .format(new Date(`${iso}T00:00:00Z`)).replaceAll(" ", "\u00a0");
export const dayText = iso => written(iso, { day: "numeric", month: "short", year: "numeric" });
export const periodText = ({ period }) =>
  (/^\d{4}-\d{2}$/.test(period) ? written(`${period}-01`, { month: "long", year: "numeric" }) : /^\d{4}$/.test(period) ? period : t("pages without a date"));
export const spanOf = ({ period }) => {
  if (period.length === 4) return { from: `${period}-01-01`, to: `${period}-12-31` };
  const [year, month] = period.split("-").map(Number);
  return { from: `${period}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
};

// ---- results

export const itemOf = data => {
  const filters = data.filters || {}, one = name => ((filters[name] || []).length === 1 ? filters[name][0] : "");
  const kind = one("kind"), day = one("date"), language = one("language") || undefined;
  const clock = /(\d{2})(\d{2})([ew])(\d{2})(\d{2})$/.exec((data.meta || {}).time || "");
  const iso = clock ? `${day}T${clock[1]}:${clock[2]}${clock[3] === "e" ? "+" : "-"}${clock[4]}:${clock[5]}` : day;
  const time = day && dayText(day) + (clock ? t(", ") + `${clock[1]}:${clock[2]}` : "");
  const parts = [
    kind === "article" && one("source") && el("span", { class: "df-outlet", dir: "auto" }, one("source")),
    time && el("span", {}, el("time", { datetime: iso, dir: direction }, time)),
    one("section") && el("span", {}, one("section")),
    kind && kind !== "article" && el("span", {}, el("span", { class: "df-badge" }, label("kind", kind))),
  ].filter(Boolean).flatMap(part => [part, " "]);
  return el("li", { class: "df-item", dir: "auto" }, // as its headline runs
    el("h3", {}, el("a", { href: localAddress(data.url), lang: language }, plain((data.meta || {}).title) || data.url)),
    el("p", { class: "df-meta" }, parts),
    el("p", { class: "df-ex", lang: language, dir: "auto" }, passageOf(data)));
};

const localAddress = url => {
  const address = new URL(url, site);
  return address.origin === site.origin ? address.pathname + address.hash : site.pathname;
};

// The densest window of words, begun a little before its first hit. Pagefind counts words by white space.
const passageOf = data => {
  const words = String(data.content || "").split(/\s+/), hits = new Set(data.locations || []);
  const first = String((data.meta || {}).title || "").split(/\s+/).length; // the headline stands above already
  const size = Math.max(0, Math.min(PASSAGE_WORDS, words.length - first));
  let count = 0, most = 0, start = first;
  for (let end = first; end < words.length; end++) {
    count += hits.has(end) - (end - size >= first && hits.has(end - size));
    if (count > most) { most = count; start = Math.max(first, end - size + 1); }
  }
  while (most && !hits.has(start)) start++;
  start = Math.max(first, Math.min(start - LEAD_IN_WORDS, words.length - size));
  const nodes = start > first ? ["… "] : [];
  for (const [text, hit, space] of restored(words.slice(start, start + size), at => hits.has(start + at)))
    nodes.push(hit ? el("mark", {}, text) : text, space);
  if (start + size < words.length) nodes.push("…");
  return nodes;
};

export const bar = share => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), rect = document.createElementNS(svg.namespaceURI, "rect");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "df-when__bar");
  rect.setAttribute("width", `${Math.round(share * 100)}%`);
  rect.setAttribute("height", "100%");
  svg.append(rect);
  return svg;
};
