/* The search page: words and facets from the address, results from the Pagefind index beside the site.

   Everything shown is built as DOM nodes: the text of articles is a stranger's, so nothing here parses it as
   HTML, not even Pagefind's own excerpt; the passage is cut from the plain text and its marks set by word.
   The state lives in the address (q, the facets, from, to, sort, p), so results can be linked and Back works. */
(() => {
  "use strict";

  const PER_PAGE = 10;
  const PASSAGE_WORDS = 36;
  const LEAD_IN_WORDS = 6;
  const SHOWN_VALUES = 6; // of a facet, before "more"
  const FACETS = new Map([
    ["section", "Section"], ["source", "Source"], ["topic", "Topic"], ["kind", "Kind"], ["language", "Language"],
  ]);
  const SORTS = new Map([["", "relevance"], ["newest", "newest first"], ["oldest", "oldest first"]]);
  const KINDS = new Map([["article", "Article"], ["story", "Story"], ["edition", "Edition"]]);

  const script = document.currentScript || document.querySelector("script[src*='assets/search.js']");
  const site = new URL("../", script.src);
  const mount = document.getElementById("df-search"); // the page's own text leads to the archive until now
  if (!mount) return;

  // ---- the state, as the address has it

  const readState = () => {
    const given = new URLSearchParams(location.search);
    const day = name => (/^\d{4}-\d{2}-\d{2}$/.test(given.get(name) || "") ? given.get(name) : "");
    return {
      q: (given.get("q") || "").trim(),
      chosen: new Map([...FACETS.keys()].map(name => [name, new Set(given.getAll(name).filter(Boolean))])),
      from: day("from"),
      to: day("to"),
      sort: SORTS.has(given.get("sort")) ? given.get("sort") : "",
      page: Math.max(1, Number.parseInt(given.get("p"), 10) || 1),
    };
  };

  const addressOf = state => {
    const params = new URLSearchParams();
    if (state.q) params.set("q", state.q);
    for (const [name, values] of state.chosen) for (const value of values) params.append(name, value);
    for (const name of ["from", "to", "sort"]) if (state[name]) params.set(name, state[name]);
    if (state.page > 1) params.set("p", state.page);
    const query = params.toString();
    return location.pathname + (query ? `?${query}` : "");
  };

  const narrowed = state => state.from || state.to || [...state.chosen.values()].some(values => values.size);

  // ---- the index: one now; shards by time would be opened here, the first awaited before the others

  let opened;
  const openIndex = () => {
    opened ||= (async () => {
      const pagefind = await import(new URL("pagefind/pagefind.js", site));
      await pagefind.options({ baseUrl: site.pathname });
      const all = await pagefind.filters();
      return { search: pagefind.search, all };
    })();
    return opened;
  };

  const filtersOf = (state, all, without) => {
    const filters = {};
    for (const [name, values] of state.chosen)
      if (values.size && name !== without) filters[name] = { any: [...values] };
    // Pagefind has no ranges: a span of days is the list of the days that the index has within it.
    if ((state.from || state.to) && all.date)
      filters.date = { any: ["-", ...Object.keys(all.date)].filter(
        day => day === "-" || ((!state.from || day >= state.from) && (!state.to || day <= state.to))) };
    return filters;
  };

  const find = async state => {
    const index = await openIndex();
    // Without words and facets there is nothing to ask: the empty search would fetch the whole index.
    if (!state.q && !narrowed(state)) return { results: null, counts: index.all, all: index.all };
    const sort = { newest: { date: "desc" }, oldest: { date: "asc" } }[state.sort] || {};
    const ask = without => index.search(state.q || null, { filters: filtersOf(state, index.all, without), sort });
    const answer = await ask();
    const counts = { ...answer.filters };
    // Values of one facet add up ("this or that"), so its counts are those without its own choice.
    for (const [name, values] of state.chosen)
      if (values.size) counts[name] = (await ask(name)).filters[name] || {};
    return { results: answer.results, counts, all: index.all };
  };

  // ---- nodes

  const el = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== undefined && value !== null) node.setAttribute(key, value);
    }
    node.append(...children.flat(2).filter(child => child !== null && child !== undefined && child !== false));
    return node;
  };

  const languages = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames("en", { type: "language" }) : null;
  const label = (facet, value) => {
    if (facet === "kind") return KINDS.get(value) || value;
    if (facet !== "language" || !languages) return value;
    try { return languages.of(value) || value; } catch { return value; }
  };

  const dayText = iso => {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(iso || "");
    if (!day) return "";
    const parts = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    return parts.format(new Date(`${day[0]}T00:00:00Z`)).replaceAll(" ", "\u00a0");
  };

  // ---- the page's parts: made once, filled at each answer

  const input = el("input", { id: "df-q", type: "search", name: "q", autocomplete: "off", enterkeyhint: "search" });
  const facets = el("details", { class: "df-facets" });
  const chosenCount = el("span");
  const facetBox = el("div", { class: "df-facets__in" });
  facets.append(el("summary", {}, "Narrow by ", chosenCount), facetBox);
  const status = el("span", { role: "status" });
  const heading = el("h2", { id: "df-res", tabindex: "-1" }, status);
  const sorter = el("select", { id: "df-sort", name: "sort" },
    [...SORTS].map(([value, text]) => el("option", { value }, text)));
  const only = el("p", { class: "df-chosen" });
  const list = el("ol", { class: "df-list" });
  const pages = el("nav", { class: "df-pages", "aria-label": "Pages of results" });
  const form = el("form", { class: "df-search", role: "search", "aria-label": "Archive", action: location.pathname, method: "get" },
    el("div", { class: "df-search__q" },
      el("label", { class: "df-vh", for: "df-q" }, "Words to search for"), input, el("button", { type: "submit" }, "Search")),
    el("div", { class: "df-search__cols" }, facets,
      el("section", { class: "df-results", "aria-labelledby": "df-res" },
        el("div", { class: "df-results__head" }, heading,
          el("p", {}, el("label", { for: "df-sort" }, "Sort by"), " ", sorter)),
        list)));

  const showFacets = (state, counts, all) => {
    const focused = document.activeElement && facetBox.contains(document.activeElement)
      ? document.activeElement.id : "";
    const open = new Set([...facetBox.querySelectorAll("details[open]")].map(node => node.dataset.facet));
    facetBox.replaceChildren();
    for (const [name, title] of FACETS) {
      const fieldset = facetOf(name, title, state.chosen.get(name), counts[name] || {}, open.has(name));
      if (fieldset) facetBox.append(fieldset);
    }
    if (all.date) facetBox.append(datesOf(state, Object.keys(all.date).sort()));
    const number = [...state.chosen.values()].reduce((sum, values) => sum + values.size, 0) + Boolean(state.from || state.to);
    chosenCount.textContent = number ? `${number} chosen` : "";
    if (focused) document.getElementById(focused)?.focus();
  };

  const facetOf = (name, title, chosen, counts, open) => {
    const values = new Set([...chosen, ...Object.keys(counts).filter(value => counts[value])]);
    if (!values.size) return null;
    const order = [...values].sort((a, b) =>
      chosen.has(b) - chosen.has(a) || (counts[b] || 0) - (counts[a] || 0) || (a < b ? -1 : 1));
    const item = value => el("li", {}, el("label", { dir: "auto" },
      el("input", { type: "checkbox", name, value, checked: chosen.has(value), id: `df-${name}-${value}` }),
      " ", el("span", {}, label(name, value)), " ", el("span", { class: "n" }, String(counts[value] || 0))));
    const cut = Math.max(SHOWN_VALUES, chosen.size);
    const fieldset = el("fieldset", {}, el("legend", {}, title), el("ul", {}, order.slice(0, cut).map(item)));
    if (order.length > cut)
      fieldset.append(el("details", { class: "df-facets__more", "data-facet": name, open },
        el("summary", {}, `${order.length - cut} more`), el("ul", {}, order.slice(cut).map(item))));
    return fieldset;
  };

  const datesOf = (state, days) => {
    const field = name => el("label", {}, name, " ", el("input", {
      type: "date", name, id: `df-${name}`, value: state[name], min: days[0], max: days[days.length - 1] }));
    return el("fieldset", { class: "df-dates" }, el("legend", {}, "Date"), el("p", {}, field("from"), " ", field("to")));
  };

  const showOnly = state => {
    const links = [];
    for (const [name, values] of state.chosen) for (const value of values) {
      const rest = new Map(state.chosen).set(name, new Set([...values].filter(other => other !== value)));
      links.push(" ", el("a", { href: addressOf({ ...state, chosen: rest, page: 1 }), "data-go": "",
        "aria-label": `Remove ${FACETS.get(name).toLowerCase()} ${label(name, value)}`, dir: "auto" },
        label(name, value), " ", el("span", { "aria-hidden": "true" }, "×")));
    }
    if (state.from || state.to)
      links.push(" ", el("a", { href: addressOf({ ...state, from: "", to: "", page: 1 }), "data-go": "", "aria-label": "Remove dates" },
        [state.from && `from ${dayText(state.from)}`, state.to && `to ${dayText(state.to)}`].filter(Boolean).join(" "),
        " ", el("span", { "aria-hidden": "true" }, "×")));
    only.replaceChildren("Only:", ...links);
    if (links.length) list.before(only); else only.remove();
  };

  const sentence = (state, results) => {
    if (!results) return "Search every article, story and edition";
    const number = results.length.toLocaleString("en");
    const found = results.length === 1 ? "1 result" : results.length ? `${number} results` : "Nothing found";
    return state.q ? `${found} for “${state.q}”` : found;
  };

  const showResults = async (state, results, isCurrent) => {
    const last = Math.max(1, Math.ceil((results || []).length / PER_PAGE));
    const page = Math.min(state.page, last);
    const wanted = (results || []).slice((page - 1) * PER_PAGE, page * PER_PAGE);
    const found = await Promise.all(wanted.map(result => result.data()));
    if (!isCurrent()) return;
    list.replaceChildren(...found.map(itemOf));
    list.start = (page - 1) * PER_PAGE + 1;
    showPages(state, page, last);
    status.textContent = sentence(state, results) + (last > 1 ? `, page ${page} of ${last}` : "");
    if (results && !results.length)
      list.append(el("li", { class: "df-item" }, el("p", { class: "df-ex" }, "Try fewer or other words, or look in the ",
        el("a", { href: new URL("archive/", site).pathname }, "archive"), ".")));
  };

  const itemOf = data => {
    const meta = data.meta || {}, filters = data.filters || {};
    const kind = (filters.kind || [])[0], date = meta.date || meta.published || "";
    const source = meta.source || (kind === "article" ? (filters.source || []).join(", ") : "");
    const parts = [
      source && el("span", { class: "df-outlet", dir: "auto" }, source),
      dayText(date) && el("span", {}, el("time", { datetime: date, dir: "ltr" }, dayText(date))),
      (filters.section || []).length === 1 && el("span", {}, filters.section[0]),
      kind && kind !== "article" && el("span", {}, el("span", { class: "df-badge" }, label("kind", kind))),
    ].filter(Boolean).flatMap(part => [part, " "]);
    const language = (filters.language || []).length === 1 ? filters.language[0] : undefined;
    return el("li", { class: "df-item" },
      el("h3", {}, el("a", { href: localAddress(data.url), lang: language, dir: "auto" }, meta.title || data.url)),
      el("p", { class: "df-meta" }, parts),
      el("p", { class: "df-ex", lang: language, dir: "auto" }, passageOf(data)));
  };

  const localAddress = url => {
    const address = new URL(url, site);
    return address.origin === site.origin ? address.pathname + address.hash : site.pathname;
  };

  // The densest window of words, begun a little before its first hit. Pagefind counts words by white space.
  const passageOf = data => {
    const content = String(data.content || ""), title = (data.meta || {}).title;
    const words = content.split(/\s+/), hits = new Set(data.locations || []);
    const first = title && content.startsWith(title) ? title.split(/\s+/).length : 0; // it stands above already
    const size = Math.min(PASSAGE_WORDS, words.length - first);
    let count = 0, most = 0, start = first;
    for (let end = first; end < words.length; end++) {
      count += hits.has(end) - (end - size >= first && hits.has(end - size));
      if (count > most) { most = count; start = Math.max(first, end - size + 1); }
    }
    while (most && !hits.has(start)) start++;
    start = Math.max(first, Math.min(start - LEAD_IN_WORDS, words.length - size));
    const nodes = start > first ? ["… "] : [];
    for (let i = start; i < start + size; i++)
      nodes.push(hits.has(i) ? el("mark", {}, words[i]) : words[i], " ");
    if (start + size < words.length) nodes.push("…");
    return nodes;
  };

  const showPages = (state, page, last) => {
    if (last > 1) list.after(pages); else pages.remove();
    const link = (to, text, extra) => el("li", {},
      el("a", { href: addressOf({ ...state, page: to }), "data-go": "results", ...extra }, text));
    const near = [...new Set([1, page - 1, page, page + 1, last])].filter(n => n >= 1 && n <= last);
    pages.replaceChildren(el("ol", {},
      page > 1 && link(page - 1, "Previous", { rel: "prev" }),
      near.map((n, i) => [
        i > 0 && near[i - 1] < n - 1 && el("li", { "aria-hidden": "true" }, "…"),
        link(n, String(n), n === page ? { "aria-current": "page" } : { "aria-label": `Page ${n}` })]),
      page < last && link(page + 1, "Next", { rel: "next" })));
  };

  // ---- events: each changes the address, then shows what it says

  let turn = 0;
  const show = async () => {
    const mine = ++turn, isCurrent = () => mine === turn, state = readState();
    if (document.activeElement !== input) input.value = state.q;
    sorter.value = state.sort;
    list.setAttribute("aria-busy", "true");
    try {
      const { results, counts, all } = await find(state);
      if (!isCurrent()) return;
      showFacets(state, counts, all);
      showOnly(state);
      await showResults(state, results, isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      status.textContent = "The search index could not be loaded";
      list.replaceChildren(el("li", { class: "df-item" }, el("p", { class: "df-ex" }, "Every edition, by day, is in the ",
        el("a", { href: new URL("archive/", site).pathname }, "archive"), ".")));
      console.warn("search:", error);
    } finally {
      if (isCurrent()) list.removeAttribute("aria-busy");
    }
  };

  const stateOfForm = () => {
    const data = new FormData(form);
    return {
      q: String(data.get("q") || "").trim(),
      // Before the first answer there are no boxes to read.
      chosen: facetBox.childElementCount
        ? new Map([...FACETS.keys()].map(name => [name, new Set(data.getAll(name))])) : readState().chosen,
      from: String(data.get("from") || ""), to: String(data.get("to") || ""),
      sort: String(data.get("sort") || ""), page: 1,
    };
  };

  const go = (address, how = "pushState") => {
    if (address !== location.pathname + location.search) history[how](null, "", address);
    return show();
  };

  let typing;
  form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(typing); go(addressOf(stateOfForm())); });
  form.addEventListener("change", event => { if (event.target !== input) go(addressOf(stateOfForm())); });
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go(addressOf(stateOfForm()), "replaceState"), 250);
  });
  form.addEventListener("click", event => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href")).then(() => heading.focus());
  });
  addEventListener("popstate", () => { input.value = readState().q; show(); });

  mount.replaceChildren(form);
  if (matchMedia("(min-width: 37.5em)").matches) facets.open = true;
  input.value = readState().q;
  if (!input.value && !narrowed(readState())) input.focus();
  show();
})();
