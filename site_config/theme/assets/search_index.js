/* Searching an archive that is indexed in shards by period: one Pagefind instance a shard, and a merger of our own,
   because Pagefind's mergeIndex answers wrongly for rare words, phrases and orders by date.
   Nothing here knows the page; search.js shows what this finds. */

// Stands on every page and is in no text: what finds them all (generator/site/search_pages.py).
const EVERY_PAGE = "\uA66E";
const FORMAT = 1; // of the manifest
// A choice that no page has: Pagefind then counts what a word is found on, and hands over no hit.
const NOTHING = "\uA66F", NO_HITS = { kind: NOTHING };
const LARGE = 2000; // pages of a shard
const KEPT = 100; // hits of a shard

// ---- scripts without spaces: as generator/site/search_segments.py cuts them

const LETTER = "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
  + "\u{20000}-\u{3fffd}\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd";
const RUN = new RegExp(`[${LETTER}]+`, "gu");
const OVERLAPS = "\u2060", JOINS = "\u2063";

const lettersOf = run => run.match(/.\p{M}*/gu) || [];

/** A query with each run of such letters as overlapping pairs; a run of one letter stays. */
export const segmented = text => text.replace(RUN, run => {
  const letters = lettersOf(run);
  return ` ${letters.length > 1 ? letters.slice(1).map((letter, i) => letters[i] + letter).join(" ") : run} `;
}).trim();

/** Words as the index has them, as [text, is a hit]: to be shown one after the other, as they were written. */
export const restored = (words, isHit) => {
  const pieces = [];
  let overlapped = false; // a pair that is a hit marks the letter after it, too
  words.forEach((word, at) => {
    const hit = isHit(at);
    if (word.endsWith(OVERLAPS)) pieces.push([lettersOf(word)[0], hit || overlapped, ""]);
    else if (word.endsWith(JOINS)) pieces.push([word.slice(0, -1), hit || overlapped, ""]);
    else pieces.push([word, hit || overlapped, " "]);
    overlapped = hit && word.endsWith(OVERLAPS);
  });
  const joined = [];
  for (const [text, hit, space] of pieces) { // neighbours of one kind in one piece
    const last = joined[joined.length - 1];
    if (last && last[1] === hit && !last[2]) { last[0] += text; last[2] = space; } else joined.push([text, hit, space]);
  }
  return joined;
};

export const plain = text => restored(String(text || "").split(" "), () => false).map(([word, , space]) => word + space).join("").trim();

// ---- the words of a query

const bare = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const isPhrase = query => /^\s*".+"\s*$/.test(query);

const wordsOf = query => (isPhrase(query) ? [] : query.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)));

/** How much of `word` a word of a text that was found for it has: all, or so many letters of its beginning. */
const agreement = (word, found) => {
  const wanted = bare(word).replace(/[^\p{L}\p{N}]/gu, "");
  const most = [found, ...found.split(/[^\p{L}\p{N}\p{M}]+/u)].map(part => {
    const text = bare(part).replace(/[^\p{L}\p{N}]/gu, "");
    let same = 0;
    while (same < wanted.length && text[same] === wanted[same]) same++;
    return same;
  });
  return Math.max(...most) === wanted.length ? Infinity : Math.max(...most);
};

// ---- the archive

let loaded;
const program = site => (loaded ||= import(new URL("search/pagefind.js", site)).catch(error => { loaded = undefined; throw error; }));

/** The archive of the site; `soon`: what is asked for is known, so that the program can come with the manifest; `large`:
    so many pages a shard has that is better asked by two instances (Opened). */
export const openArchive = async (site, soon = false, large = LARGE) => {
  if (soon) program(site).catch(() => {});
  const response = await fetch(new URL("search/manifest.json", site), { cache: "no-cache" });
  if (!response.ok) throw new Error(`search/manifest.json: ${response.status}`);
  const manifest = await response.json();
  if (manifest.format !== FORMAT) throw new Error("search/manifest.json is of another version: reload the page");
  return new Archive(site, manifest, large);
};

class Archive {
  #site; #large; #first; #every; #asked = new Map(); #query = "";

  constructor(site, manifest, large) {
    this.#site = site;
    this.#large = large;
    this.pages = manifest.pages;
    this.facets = manifest.facets;
    this.#every = Object.fromEntries(Object.keys(manifest.facets).map(name => [name, NOTHING])); // facets to count
    this.dated = manifest.shards.filter(shard => shard.first); // newest first
    this.undated = manifest.shards.filter(shard => !shard.first);
    this.first = this.dated.length ? this.dated[this.dated.length - 1].first : "";
    this.last = this.dated.length ? this.dated[0].last : "";
  }

  /** The shards that a search can have hits in, in the order in which they are opened, by steps. */
  steps({ from, to, sort }) {
    const within = this.dated.filter(shard => (!from || shard.last >= from) && (!to || shard.first <= to));
    if (sort === "oldest") within.reverse();
    const undated = from || to ? [] : this.undated;
    const steps = [];
    let year = "";
    for (const shard of within) { // of a closed year that is kept by months all at once
      const closed = shard.period.slice(0, 4) !== this.last.slice(0, 4) && shard.period.slice(0, 4);
      if (closed && closed === year) steps[steps.length - 1].push(shard); else steps.push([shard]);
      year = closed;
    }
    // By date they are last; by relevance they come soon after the newest, whose answer need not wait for them.
    if (undated.length) steps.splice(sort ? steps.length : 1, 0, undated);
    return steps;
  }

  /** How far to go on from `depth` steps: twice as far, so that a rare word is looked for everywhere after a few, and
      to the beginning of the newest year before older ones. */
  next(steps, depth) {
    const begun = steps.findIndex((step, i) => i >= depth && step[0].period.length === 4);
    const boundary = begun > depth ? begun : steps.length;
    return Math.min(steps.length, boundary, Math.max(depth * 2, depth + 1));
  }

  /** Begin to load what a search of `shards` needs; without words, what any search does. */
  prepare(shards, { q } = {}) { for (const shard of shards) this.#open(shard, q ? segmented(q) : "").catch(() => {}); }

  /** Ask `shards`, of which `failed` could not be asked (for a `reason`). `take(count, shown)` is the next `count` hits in
      the order of the search that are not among the keys `shown`; `has(key)`: a hit of before is one still. `counted()`
      is how many hits there are (`total`), in each shard (`by`), and with each value of a facet (`counts`). It and what
      is taken are null when the archive has been asked something else meanwhile. */
  async find(search, shards) {
    const query = search.q ? segmented(search.q) : EVERY_PAGE;
    const key = JSON.stringify([query, search.sort, search.from, search.to, [...search.chosen].map(([name, values]) => [name, [...values]])]);
    if (key !== this.#query) { this.#asked.clear(); this.#query = key; }
    const words = search.q && shards.length > 1 ? wordsOf(query) : [];
    const settled = await Promise.allSettled(shards.map(async shard => {
      const opened = await this.#open(shard, query);
      return { shard, opened, words: await Promise.all(words.map(word => opened.word(word))) };
    }));
    const asked = settled.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
    const failed = shards.filter((_, i) => settled[i].status === "rejected");
    // A shard without a word answers for a shorter one, or as if it had not been asked for.
    const most = words.map((_, i) => Math.max(...asked.map(one => one.words[i].level)));
    const kept = asked.filter(one => one.words.every(({ level }, i) => level === most[i]));
    const worth = worthOf(kept, asked.reduce((sum, { shard }) => sum + shard.pages, 0));
    const founds = kept.map(({ shard, opened }) => {
      if (!this.#asked.has(shard)) this.#asked.set(shard, new Found(shard, opened, query, search, this.#every));
      return this.#asked.get(shard);
    });
    const wanted = () => key === this.#query; // each ask keeps Pagefind's worker busy: none that is not
    return {
      failed, has: key => kept.some(({ shard }) => key.startsWith(`${shard.period} `)),
      reason: settled.find(({ status }) => status === "rejected")?.reason,
      counted: () => counted(shards, founds, wanted),
      take: (count, shown = new Set()) => take(search.sort ? inTurn(founds, wanted) : merged(founds, worth, wanted), count, shown, wanted),
    };
  }

  #open(shard, query) {
    shard.opened ||= this.#create(shard, query).catch(error => { shard.opened = undefined; throw error; });
    return shard.opened;
  }

  // Creating instances at a time corrupts Pagefind's memory (1.5, 1.6): the first must answer before there are others.
  async #create(shard, query) {
    if (!this.#first) {
      this.#first = this.#load(shard, query);
      this.#first.catch(() => { this.#first = undefined; });
      return this.#first;
    }
    await this.#first;
    return this.#load(shard, query);
  }

  async #load(shard, query) {
    const { createInstance } = await program(this.#site);
    const create = async filters => {
      const instance = createInstance({
        basePath: new URL(`search/${shard.period}/`, this.#site).pathname,
        baseUrl: this.#site.pathname,
        metaCacheTag: shard.key,
      });
      if (query) instance.preload(query, { filters }).catch(() => {});
      await instance.search(""); // answers once the index can be asked
      return instance;
    };
    const large = shard.pages > this.#large;
    const opened = new Opened(await create(large ? {} : this.#every), large ? () => create(this.#every) : null);
    if (query) opened.counting().catch(() => {}); // loads what it needs while others are asked
    return opened;
  }
}

/** A shard that can be asked. Pagefind counts the values of all facets it has loaded with every search, and takes the
    square of the pages for it: of a large shard, one instance counts and another, without facets, is asked for hits. */
class Opened {
  #create; #words = new Map(); #counting;

  constructor(instance, create) { this.instance = instance; this.#create = create; }

  counting() {
    this.#counting ||= this.#create ? this.#create().catch(error => { this.#counting = undefined; throw error; }) : Promise.resolve(this.instance);
    return this.#counting;
  }

  word(word) {
    if (!this.#words.has(word)) this.#words.set(word, this.#wordOf(word));
    return this.#words.get(word);
  }

  /** How much of a word the shard has, and on how many pages. */
  async #wordOf(word) {
    const howMany = async text => (await this.instance.search(text, { filters: NO_HITS })).unfilteredResultCount;
    const exact = await howMany(`"${word.replaceAll('"', "")}"`);
    if (exact) return { level: Infinity, pages: exact };
    const pages = await howMany(word);
    if (!pages) return { level: 0, pages };
    const { results } = await this.instance.search(word);
    const { content, locations } = await results[0].data();
    const words = String(content).split(/\s+/);
    return { level: Math.max(0, ...locations.map(at => agreement(word, words[at] || ""))), pages };
  }
}

/** What a shard has for a search. */
class Found {
  #opened; #query; #search; #span; #every; #count; #hits; #all = Infinity;

  constructor(shard, opened, query, search, every) {
    this.shard = shard;
    this.#opened = opened;
    this.#query = query;
    this.#search = search;
    this.#every = every;
    const { from, to } = search;
    this.#span = shard.first && (from > shard.first || (to && to < shard.last)) ? daysOf(shard, from, to) : null;
  }

  count() { return this.#count ||= this.#counted().catch(error => { this.#count = undefined; throw error; }); }

  /** At least `least` hits in the order of the search, where there are so many. Pagefind hands over all there are; the
      best are kept, and for more it is asked again. */
  async hits(least) {
    if (!this.#hits || (least > this.#hits.length && this.#hits.length < this.#all)) {
      const { sort } = this.#search;
      const order = this.shard.first && sort ? { date: sort === "newest" ? "desc" : "asc" } : {};
      const { results } = await this.#opened.instance.search(this.#query, { filters: this.#filters(), sort: order });
      this.#all = results.length;
      this.#hits = results.slice(0, Math.max(KEPT, 4 * least)).map(result => ({ key: `${this.shard.period} ${result.id}`, result }));
    }
    return this.#hits;
  }

  async #counted() {
    const instance = await this.#opened.counting();
    const chosen = [...this.#search.chosen].filter(([, values]) => values.size).map(([name]) => name);
    const all = await instance.search(this.#query, { filters: this.#every });
    // Whether the words of a phrase stand together is looked at in hits alone.
    if (!chosen.length && !this.#span && !isPhrase(this.#query)) return { total: all.unfilteredResultCount, counts: all.totalFilters };
    const { results, filters } = await instance.search(this.#query, { filters: this.#filters() });
    const counts = { ...filters };
    // Values of one facet add up ("this or that"), so its counts are those without its own choice.
    for (const name of chosen) counts[name] = (await instance.search(this.#query, { filters: this.#filters(name) })).filters[name] || {};
    return { total: results.length, counts };
  }

  #filters(without) {
    const wanted = this.#span ? { date: { any: this.#span } } : {};
    for (const [name, values] of this.#search.chosen) if (values.size && name !== without) wanted[name] = { any: [...values] };
    return wanted;
  }
}

/** The days of a shard from `from` to `to`. */
const daysOf = ({ first, last }, from, to) => {
  const days = [], end = to && to < last ? to : last;
  for (let day = new Date(`${from > first ? from : first}T00:00:00Z`); day.toISOString().slice(0, 10) <= end; day.setUTCDate(day.getUTCDate() + 1))
    days.push(day.toISOString().slice(0, 10));
  return days;
};

const counted = async (shards, founds, wanted) => {
  const by = new Map(shards.map(shard => [shard, 0])), all = [];
  for (const found of founds) {
    if (!wanted()) return null;
    const { total, counts } = await found.count();
    by.set(found.shard, total);
    all.push(counts);
  }
  return { total: [...by.values()].reduce((sum, count) => sum + count, 0), by, counts: sum(all) };
};

const take = async (hits, count, shown, wanted) => {
  const taken = [];
  if (count > 0) for await (const hit of hits) if (!shown.has(hit.key) && taken.push(hit) >= count) break;
  return wanted() ? taken : null;
};

// By date: shards are disjoint in time.
async function* inTurn(founds, wanted) {
  for (const found of founds)
    for (let at = 0, hits = []; wanted() && at < (hits = await found.hits(at + 1)).length; at++) yield hits[at];
}

// By relevance.
async function* merged(founds, worth, wanted) {
  const heads = [];
  for (const [i, found] of founds.entries()) if (wanted()) heads.push({ found, worth: worth[i], at: 0, hits: await found.hits(1) });
  const score = ({ hits, at, worth }) => (at < hits.length ? hits[at].result.score * worth : -1);
  while (wanted()) {
    const best = heads.reduce((best, head) => (score(head) > score(best) ? head : best), heads[0]);
    if (!best || score(best) < 0) return;
    yield best.hits[best.at++];
    best.hits = await best.found.hits(best.at + 1);
  }
}

/** What a shard's scores are to be multiplied with: a word is worth more the rarer it is (inverse document frequency,
    as Pagefind reckons it), and each shard knows of its own pages alone. */
const worthOf = (asked, all) => {
  const idf = (pages, all) => Math.log(1 + (all - pages + 0.5) / (pages + 0.5));
  const total = (asked[0]?.words || []).map((_, i) => asked.reduce((sum, { words }) => sum + words[i].pages, 0));
  const wanted = total.reduce((sum, pages) => sum + idf(Math.min(pages, all), all), 0);
  return asked.map(({ shard, words }) => {
    const own = words.reduce((sum, { pages }) => sum + idf(Math.min(pages, shard.pages), shard.pages), 0);
    return own ? wanted / own : 1;
  });
};

const sum = counts => {
  const all = {};
  for (const one of counts) for (const [name, values] of Object.entries(one)) {
    all[name] ||= {};
    for (const [value, count] of Object.entries(values)) all[name][value] = (all[name][value] || 0) + count;
  }
  return all;
};
