/* The search page: words and facets from the address, results from the index beside this page (search_index.js).

   What is asked for lives in the address (q, the facets, from, to, sort, all), so results can be linked; how far the
   reader has come lives in the history. */
import { openArchive } from "./search_index.js";
import { bar, dayText, el, itemOf, label, periodText, site, spanOf } from "./search_parts.js";
import { number, t, tn } from "./texts.js";

const BATCH = 10;
const BY_ITSELF = 30; // so many results come as the reader scrolls; then there is a button, and the page's foot
const SHOWN_VALUES = 6; // of a facet, before "more"
const TYPING_MS = 60; // between a key and its results
const PAUSE_MS = 500; // between a key and looking further back than the newest shard
const FACETS = new Map([
  ["section", t("Section")], ["source", t("Source")], ["topic", t("Topic")], ["kind", t("Kind")], ["language", t("Language")],
]);
const SORTS = new Map([["", t("relevance")], ["newest", t("newest first")], ["oldest", t("oldest first")]]);
const mount = document.getElementById("df-search"); // the page's own text leads to the archive until now

// ---- what is asked for, as the address has it

const readState = () => {
  const given = new URLSearchParams(location.search);
  const day = name => (/^\d{4}-\d{2}-\d{2}$/.test(given.get(name) || "") ? given.get(name) : "");
  return {
    q: (given.get("q") || "").trim(),
    chosen: new Map([...FACETS.keys()].map(name => [name, new Set(given.getAll(name).filter(Boolean))])),
    from: day("from"),
    to: day("to"),
    sort: SORTS.has(given.get("sort")) ? given.get("sort") : "",
    all: given.get("all") === "1",
  };
};

const addressOf = state => {
  const params = new URLSearchParams();
  if (state.q) params.set("q", state.q);
  for (const [name, values] of state.chosen) for (const value of values) params.append(name, value);
  for (const name of ["from", "to", "sort"]) if (state[name]) params.set(name, state[name]);
  if (state.all) params.set("all", "1");
  const query = params.toString();
  return location.pathname + (query ? `?${query}` : "");
};

const narrowed = state => state.from || state.to || [...state.chosen.values()].some(values => values.size);
const asks = state => state.q || narrowed(state);

// ---- the page's parts: made once, filled at each answer

const input = el("input", { id: "df-q", type: "search", name: "q", autocomplete: "off", enterkeyhint: "search", "aria-describedby": "df-hint" });
const facets = el("details", { class: "df-facets" });
const chosenCount = el("span");
const facetBox = el("div", { class: "df-facets__in" });
facets.append(el("summary", {}, t("Narrow by"), " ", chosenCount), facetBox);
const status = el("span", { role: "status" });
const heading = el("h2", { id: "df-res", tabindex: "-1" }, status);
const sorter = el("select", { id: "df-sort", name: "sort" }, [...SORTS].map(([value, text]) => el("option", { value }, text)));
const only = el("p", { class: "df-chosen" });
const reached = el("p", { class: "df-reached" });
const list = el("ol", { class: "df-list" });
const more = el("p", { class: "df-further" });
const when = el("section", { class: "df-when", "aria-labelledby": "df-when" });
const form = el("form", { class: "df-search", role: "search", "aria-label": t("Archive"), action: location.pathname, method: "get" },
  el("div", { class: "df-search__q" },
    el("label", { class: "df-vh", for: "df-q" }, t("Words to search for")), input, el("button", { type: "submit" }, t("Search"))),
  el("p", { class: "df-hint", id: "df-hint" }, t("All words must be there; “in quotation marks” they stand together.")),
  el("div", { class: "df-search__cols" }, facets,
    el("section", { class: "df-results", "aria-labelledby": "df-res" },
      el("div", { class: "df-results__head" }, heading, el("p", {}, el("label", { for: "df-sort" }, t("Sort by")), " ", sorter)),
      reached, list, more),
    when));

const link = (state, text, attributes) => el("a", { href: addressOf(state), "data-go": "", ...attributes }, text);

const showFacets = (state, archive, counts, scope) => {
  const focused = facetBox.contains(document.activeElement) ? document.activeElement.id : "";
  const open = new Set([...facetBox.querySelectorAll("details[open]")].map(node => node.dataset.facet));
  facetBox.replaceChildren(el("p", { class: "df-scope" }, t("Counts: %(scope)s", { scope: scope || t("all years") })));
  for (const [name, title] of FACETS) {
    const fieldset = facetOf(name, title, state.chosen.get(name), counts[name] || {}, open.has(name));
    if (fieldset) facetBox.append(fieldset);
  }
  if (archive.first) facetBox.append(datesOf(state, archive));
  const chosen = [...state.chosen.values()].reduce((sum, values) => sum + values.size, 0) + Boolean(state.from || state.to);
  chosenCount.textContent = chosen ? tn("%(num)s chosen", "%(num)s chosen", chosen) : "";
  if (focused) document.getElementById(focused)?.focus();
};

const facetOf = (name, title, chosen, counts, open) => {
  const values = new Set([...chosen, ...Object.keys(counts).filter(value => counts[value])]);
  if (!values.size) return null;
  const order = [...values].sort((a, b) =>
    chosen.has(b) - chosen.has(a) || (counts[b] || 0) - (counts[a] || 0) || (a < b ? -1 : 1));
  const item = value => el("li", {}, el("label", {},
    el("input", { type: "checkbox", name, value, checked: chosen.has(value), id: `df-${name}-${value}` }),
    " ", el("span", { dir: "auto" }, label(name, value)), " ", el("span", { class: "n" }, number(counts[value] || 0))));
  const cut = Math.max(SHOWN_VALUES, chosen.size);
  const fieldset = el("fieldset", {}, el("legend", {}, title), el("ul", {}, order.slice(0, cut).map(item)));
  if (order.length > cut)
    fieldset.append(el("details", { class: "df-facets__more", "data-facet": name, open },
      el("summary", {}, t("%(num)s more", { num: number(order.length - cut) })), el("ul", {}, order.slice(cut).map(item))));
  return fieldset;
};

const datesOf = (state, archive) => {
  const field = (name, text) => el("label", {}, text, " ", el("input", {
    type: "date", name, id: `df-${name}`, value: state[name], min: archive.first, max: archive.last }));
  return el("fieldset", { class: "df-dates" }, el("legend", {}, t("Date")), el("p", {}, field("from", t("from")), " ", field("to", t("to"))));
};

const showOnly = state => {
  const links = [];
  const away = (rest, name, text) => links.push(" ", link({ ...state, ...rest }, [text, " ", el("span", { "aria-hidden": "true" }, "×")],
    { "aria-label": name, dir: "auto" }));
  for (const [name, values] of state.chosen) for (const value of values) {
    const rest = new Map(state.chosen).set(name, new Set([...values].filter(other => other !== value)));
    away({ chosen: rest }, t("Remove %(facet)s: %(value)s", { facet: FACETS.get(name), value: label(name, value) }), label(name, value));
  }
  if (state.from || state.to)
    away({ from: "", to: "" }, t("Remove dates"),
      [state.from && t("from %(day)s", { day: dayText(state.from) }), state.to && t("to %(day)s", { day: dayText(state.to) })].filter(Boolean).join(" "));
  only.replaceChildren(t("Only:"), ...links);
  if (links.length) reached.before(only); else only.remove();
};

/** Which part of the archive has been searched, in words; nothing when it is all of it. */
const scopeOf = ({ state, steps, depth }, archive) => {
  if (depth >= steps.length) return "";
  const dated = steps.slice(0, depth).flat().filter(shard => shard.first);
  const end = dated[dated.length - 1], newest = archive.dated[0];
  if (state.sort === "oldest") return t("up to %(period)s", { period: periodText(end) });
  if (end === newest) return t("%(period)s so far", { period: periodText(end) });
  const before = archive.dated[archive.dated.indexOf(end) + 1];
  if (end.period.slice(0, 4) === newest.period.slice(0, 4) && before && before.period.length === 4) return t("%(period)s so far", { period: end.period.slice(0, 4) });
  return t("since %(period)s", { period: periodText(end) });
};

const showWhen = (archive, state, run) => {
  const rows = archive.dated.map(shard => {
    const span = spanOf(shard), by = run ? run.by.get(shard) : shard.pages;
    const current = state.from === span.from && state.to === span.to;
    return { shard, by, span, current };
  });
  const most = Math.max(1, ...rows.map(({ by }) => by || 0));
  when.replaceChildren(el("h2", { id: "df-when" }, t("When")), el("ol", {}, rows.map(({ shard, by, span, current }) =>
    el("li", {}, link({ ...state, ...span, all: false }, periodText(shard), { "aria-current": current && "true" }), " ",
      by === undefined ? el("span", { class: "n" }, el("span", { class: "df-vh" }, t("not searched yet")), el("span", { "aria-hidden": "true" }, "–"))
        : el("span", { class: "n" }, el("span", { "aria-hidden": "true" }, number(by)), el("span", { class: "df-vh" }, run ? tn("%(num)s result", "%(num)s results", by) : tn("%(num)s page", "%(num)s pages", by))),
      bar((by || 0) / most)))));
  if (run && run.depth < run.steps.length && !run.whole) when.append(el("p", {}, link({ ...state, all: true }, t("Search all years"))));
};

// ---- what was found

const sentence = ({ state, total }, scope) => {
  const found = total ? tn("%(num)s result", "%(num)s results", total) : t("Nothing found");
  const told = state.q ? t("%(found)s for “%(words)s”", { found, words: state.q }) : found;
  return scope ? told + t(", ") + scope : told;
};

const showReached = (run, scope) => {
  const parts = [];
  if (scope) parts.push(t("Searched: %(scope)s.", { scope }), " ", run.whole ? t("Looking further …") : link({ ...run.state, all: true }, t("Search all years")));
  if (run.settling) parts.push(t("Looking for what fits best of it all …"));
  if (run.left) parts.push(t("What was found first stands first."), " ", button(t("Sort by relevance"), () => show({ depth: run.depth })));
  if (run.failed.length) parts.push(" ", t("%(periods)s could not be loaded.", { periods: run.failed.map(periodText).join(t(", ")) }), " ", button(t("Try again"), () => show()));
  reached.replaceChildren(...parts);
  reached.hidden = !parts.length;
};

const button = (text, act) => {
  const node = el("button", { type: "button" }, text);
  node.addEventListener("click", act);
  return node;
};

const nothing = run => el("li", { class: "df-item df-nothing" }, el("p", { class: "df-ex" },
  linked(!run.state.q ? t("Choose less, or look in the [archive].")
    : narrowed(run.state) ? t("Try fewer or other words, [all sources, topics and dates], or look in the [archive].")
      : t("Try fewer or other words, or look in the [archive]."),
  run.state.q && narrowed(run.state) && (words => link({ ...run.state, chosen: new Map(), from: "", to: "" }, words)), archiveLink)));
const archiveLink = words => el("a", { href: new URL("archive/", site).pathname }, words);

/** A text with what stands in its [brackets] made by `makers`, in order. */
const linked = (text, ...makers) => {
  const made = makers.filter(Boolean);
  return text.split(/\[([^\]]*)\]/).map((part, at) => (at % 2 ? made[(at - 1) / 2]?.(part) ?? part : part));
};

// ---- a search: `run` is what has been opened and shown of it

let current = null;
let archive;
const opened = () => (archive ||= openArchive(site, Boolean(asks(readState()))).catch(error => { archive = undefined; throw error; }));

const show = async ({ shown = BATCH, depth = 1, typed = false } = {}) => {
  const state = readState();
  const run = { state, typed, answer: null, shown: new Set(), total: 0, by: new Map(), failed: [], depth: 0, steps: [], turn: Promise.resolve() };
  current = run;
  if (document.activeElement !== input) input.value = state.q;
  sorter.value = state.sort;
  list.setAttribute("aria-busy", "true");
  try {
    const all = await opened();
    if (run !== current) return;
    showOnly(state);
    if (!asks(state)) { landing(all, state); return; }
    // Without words there is nothing to rank by.
    run.search = { ...state, sort: state.sort || (state.q ? "" : "newest") };
    run.steps = all.steps(run.search);
    run.whole = Boolean(state.all || state.from || state.to);
    await inTurn(run, async () => {
      await extend(run, all, Math.min(depth, run.steps.length), shown);
      while (run === current && !run.shown.size && run.depth < run.steps.length) {
        if (typed) await pause();
        if (run === current) await extend(run, all, all.next(run.steps, run.depth), shown);
      }
    });
    if (run.whole && run.depth < run.steps.length) complete(run, all);
  } catch (error) {
    if (run === current) failed(error);
  } finally {
    if (run === current) { list.removeAttribute("aria-busy"); watch(); }
  }
};

/** One thing at a time is done to a run. */
const inTurn = (run, act) => {
  const done = run.turn.then(act);
  run.turn = done.catch(() => {});
  return done;
};

/** Open `depth` steps and show `count` results more. What is shown stays where it is. */
const extend = async (run, all, depth, count) => {
  const shards = run.steps.slice(0, depth).flat();
  const answer = await all.find(run.search, shards);
  if (run !== current) return;
  const further = run.whole && depth < run.steps.length;
  if (shards.length && answer.failed.length === shards.length && !further) throw answer.reason;
  if ([...run.shown].some(key => !answer.has(key))) { // of a shard that has only a shorter word
    run.shown.clear();
    list.replaceChildren();
    count ||= BATCH;
  }
  Object.assign(run, { answer, depth, failed: answer.failed });
  await append(run, count);
  if (run !== current) return;
  const counted = await answer.counted();
  if (run !== current || !counted) return;
  Object.assign(run, counted);
  const scope = scopeOf(run, all);
  showFacets(run.state, all, run.counts, scope);
  showWhen(all, run.state, run);
  showMore(run);
  showReached(run, scope);
  const nowhere = !run.total && depth >= run.steps.length;
  // Read out for the first results and once all is known, not for each step between.
  if (!further || !run.told) status.textContent = run.total || nowhere ? sentence(run, scope) : t("Nothing yet (%(scope)s), looking further", { scope });
  run.told = run.total > 0;
  if (nowhere) list.replaceChildren(nothing(run));
};

/** Search the rest of what was asked for, while the reader has the first results; then what fits best of it all stands
    first, unless the reader has gone into the list by then. */
const complete = async (run, all) => {
  if (run.typed) await pause();
  if (run !== current) return;
  all.prepare(run.steps.slice(run.depth).flat(), run.search);
  try {
    while (run === current && run.depth < run.steps.length)
      await inTurn(run, () => extend(run, all, all.next(run.steps, run.depth), Math.max(0, BATCH - run.shown.size)));
    if (run === current && !run.search.sort) await inTurn(run, () => settle(run));
  } catch (error) {
    if (run === current) failed(error);
  }
};

const settle = async run => {
  run.settling = true;
  showReached(run, "");
  const best = await run.answer.take(run.shown.size);
  run.settling = false;
  if (run !== current || !best) return;
  if (best.every(({ key }, i) => key === [...run.shown][i])) { showReached(run, ""); return; }
  run.left = list.contains(document.activeElement) || list.getBoundingClientRect().top < 0;
  if (!run.left) {
    const found = await Promise.all(best.map(({ result }) => result.data()));
    if (run !== current) return;
    run.shown = new Set(best.map(({ key }) => key));
    list.replaceChildren(...found.map(itemOf));
  }
  showReached(run, "");
};

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS));

const append = async (run, count) => {
  const next = await run.answer.take(count, run.shown);
  if (run !== current || !next) return;
  const found = await Promise.all(next.map(({ result }) => result.data()));
  if (run !== current) return;
  if (!run.shown.size) list.replaceChildren();
  list.append(...found.map(itemOf));
  for (const { key } of next) run.shown.add(key);
  keep({ shown: run.shown.size, depth: run.depth });
};

const showMore = run => more.replaceChildren(
  ...(run.shown.size < run.total ? [button(t("More results"), () => further(true))]
    : run.depth < run.steps.length && !run.whole ? [button(t("Search %(periods)s", { periods: run.steps[run.depth].map(periodText).join(t(", ")) }), () => further(true))] : []));

/** Show more of what has been found, or look further back; by itself only as far as the foot stays in reach. */
const further = async asked => {
  const run = current;
  if (!run || !run.total || run.busy) return;
  if (!asked && more.contains(document.activeElement)) return; // the button would be gone from under the reader's keys
  const rest = run.shown.size < run.total;
  if (rest ? !asked && run.shown.size >= BY_ITSELF : run.whole || run.depth >= run.steps.length) return;
  run.busy = true;
  const before = list.childElementCount;
  try {
    const all = await opened();
    if (rest) await inTurn(run, () => append(run, BATCH));
    else {
      if (run.typed && !asked) await pause();
      if (run === current) await inTurn(run, () => extend(run, all, all.next(run.steps, run.depth), BATCH));
    }
    if (run === current) showMore(run);
    if (asked && run === current) list.children[before]?.querySelector("a")?.focus();
  } catch (error) {
    if (run === current) failed(error);
  } finally {
    run.busy = false;
    if (run === current) watch();
  }
};

const landing = (all, state) => {
  showFacets(state, all, all.facets, "");
  showWhen(all, state, null);
  list.replaceChildren(el("li", { class: "df-item" }, el("p", { class: "df-ex" },
    t("Type words, choose a section, source or topic, or a time. Without an order of your own, what fits best stands first."))));
  more.replaceChildren();
  reached.hidden = true;
  status.textContent = all.pages ? tn("Search one page", "Search %(num)s articles, stories and editions", all.pages) : t("Nothing has been published yet");
};

const failed = error => {
  status.textContent = t("The search index could not be loaded");
  reached.hidden = true;
  more.replaceChildren();
  list.replaceChildren(el("li", { class: "df-item" }, el("p", { class: "df-ex" },
    linked(t("Look whether you are online and [try again]; every edition, by day, is in the [archive]."),
      words => button(words, () => show()), archiveLink))));
  console.warn("search:", error);
};

// The end of the list, seen: what was opened by then is asked anew each time, for it may still be in sight.
const observer = new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) further(false); }, { rootMargin: "200px" });
const watch = () => { observer.unobserve(more); observer.observe(more); };

// ---- events: each changes the address, then shows what it says

const stateOfForm = () => {
  const data = new FormData(form), before = readState();
  return {
    q: String(data.get("q") || "").trim(),
    // Before the first answer there are no boxes to read.
    chosen: facetBox.childElementCount ? new Map([...FACETS.keys()].map(name => [name, new Set(data.getAll(name))])) : before.chosen,
    from: String(data.get("from") || ""), to: String(data.get("to") || ""),
    sort: String(data.get("sort") || ""),
    all: before.all,
  };
};

const keep = changes => history.replaceState({ ...history.state, ...changes }, "");

const go = (address, how = "pushState", options = {}) => {
  if (address !== location.pathname + location.search) history[how](null, "", address);
  return show(options);
};

let typing;
form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(typing); go(addressOf(stateOfForm())); });
form.addEventListener("change", event => { if (event.target !== input) go(addressOf(stateOfForm())); });
input.addEventListener("input", () => {
  clearTimeout(typing);
  // One letter (not of a script where it is a word) would fetch much and find anything.
  const wait = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u.test(input.value.trim());
  if (!wait) typing = setTimeout(() => go(addressOf(stateOfForm()), "replaceState", { typed: true }), TYPING_MS);
});
form.addEventListener("click", event => {
  const target = event.target.closest("a[data-go]");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(target.getAttribute("href")).then(() => heading.focus());
});
addEventListener("popstate", event => { input.value = readState().q; show(event.state || {}); });
addEventListener("pagehide", () => keep({ top: scrollY }));

// From the box down into the results and back; "/" leads to the box from anywhere.
addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...list.querySelectorAll("h3 a")], at = links.indexOf(document.activeElement);
  const writing = /^(input|select|textarea)$/i.test(document.activeElement?.tagName || "") && document.activeElement.type !== "checkbox";
  let target = null;
  if (event.key === "/" && !writing) target = input;
  else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === input)) target = links[at + 1];
  else if (event.key === "ArrowUp" && at >= 0) target = links[at - 1] || input;
  else if (event.key === "Escape" && at >= 0) target = input;
  if (!target) return;
  event.preventDefault();
  target.focus();
});

const start = async () => {
  mount.replaceChildren(form);
  if (matchMedia("(min-width: 37.5em)").matches) facets.open = true;
  const state = readState(), left = history.state || {};
  input.value = state.q;
  if (!asks(state)) input.focus({ preventScroll: true });
  // A reader who turns to the box will search: the index is fetched meanwhile, and not before.
  for (const name of ["pointerdown", "keydown", "focus"])
    input.addEventListener(name, () => opened().then(all => all.prepare(all.dated.slice(0, 1)), () => {}), { once: true });
  await show(left);
  if (left.top) scrollTo({ top: left.top });
};
if (mount) start();
