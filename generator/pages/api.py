"""Give what the site publishes as data: editions and stories in, JSON by a schema out.

schemas/api-1.json says what each key means; it is published with the data. Nothing of an article is given
that a page does not print.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.resources import files
from typing import Final, TypeAlias

from generator.model.edition import Compared, Correction, Edition, Entry, Line, Period
from generator.model.ids import ArticleId, EditionId, StoryId
from generator.model.story import Role
from generator.pages import paths
from generator.pages.edition_pages import title_of
from generator.pages.escaping import one_line, safe_url
from generator.pages.feed_health import feed_health_view
from generator.pages.file_plan import FilePlan
from generator.pages.parts import Evidence, Passage, Quote
from generator.pages.recorded import recorded
from generator.pages.site_index import SiteIndex

Data: TypeAlias = dict[str, object]

FORMAT: Final = 1
INDEX: Final = "api/index.json"
HEARTBEAT: Final = "api/heartbeat.json"
SCHEMA: Final = f"api/schema-{FORMAT}.json"


def api_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The files of the API; none where digest.yml says that there is to be none."""
    view = index.view
    if not view.settings.digest.api:
        return
    yield FilePlan(SCHEMA, "schema", "", lambda: _SCHEMA, str)
    yield FilePlan(INDEX, "api", "index", partial(_index, index), _json)
    yield FilePlan(HEARTBEAT, "api", "heartbeat", partial(_heartbeat, index), _json)
    for edition in sorted(edition.id for edition in view.editions):
        yield FilePlan(
            f"api/editions/{edition}.json", "api", edition, partial(_edition, index, edition), _json
        )
    for story in sorted(view.stories):
        yield _story_plan(story, "story", partial(_story, index, story))
    for story in sorted(view.moved):
        yield _story_plan(story, "moved", partial(_moved, index, story))
    for article in sorted(view.taken_down):
        if (story := StoryId(article)) not in view.stories and story not in view.moved:
            yield _story_plan(story, "gone", partial(_gone, index, article))


def _story_plan(story: StoryId, kind: str, lay_out: partial[Data]) -> FilePlan:
    return FilePlan(f"api/stories/{story}.json", "api", f"{kind} {story}", lay_out, _json)


def _index(index: SiteIndex) -> Data:
    editions = index.whole.editions
    listed = [edition for period in Period for edition in reversed(editions[period])]
    return {
        "format": FORMAT,
        "kind": "index",
        "name": one_line(index.view.about.name),
        "url": _url(index, paths.HOME),
        "schema": _url(index, SCHEMA),
        "editions": [
            {
                "id": edition.id,
                "period": edition.period.value,
                "revision": edition.revision,
                "updated": _time(index, edition),
                "data": _url(index, f"api/editions/{edition.id}.json"),
            }
            for edition in listed
        ],
    }


def _heartbeat(index: SiteIndex) -> Data:
    """When the run that made this site asked the feeds: with the site, it stands still when runs do not come
    through."""
    states, feeds = index.whole.fetched.values(), feed_health_view(index).feeds
    asked = max((state.checked for state in states if state.checked), default=None)
    had = max((state.succeeded for state in states if state.succeeded), default=None)
    days = index.whole.editions[Period.DAY]
    return {
        "format": FORMAT,
        "kind": "heartbeat",
        "url": _url(index, paths.FEED_HEALTH),
        **({"asked": index.local(asked).isoformat(timespec="seconds")} if asked else {}),
        **({"had": index.local(had).isoformat(timespec="seconds")} if had else {}),
        "feeds": len(feeds),
        "troubled": sum(bool(feed.trouble) for feed in feeds),
        **({"edition": days[-1].id, "updated": _time(index, days[-1])} if days else {}),
    }


def _edition(index: SiteIndex, edition_id: EditionId) -> Data:
    edition = index.edition(edition_id)
    return {
        "format": FORMAT,
        "kind": "edition",
        "id": edition.id,
        "url": _url(index, paths.edition_page(edition.id)),
        "period": edition.period.value,
        "title": " ".join(filter(None, title_of(index.words, edition))),
        "language": index.language,
        "first_day": edition.first_day.isoformat(),
        "last_day": edition.last_day.isoformat(),
        "revision": edition.revision,
        "closed": edition.closed,
        "updated": _time(index, edition),
        "stories": [_telling(index, edition, entry) for entry in edition.entries],
        "left_out": len(edition.left_out),
        "silent_sources": list(edition.silent_sources),
    }


def _story(index: SiteIndex, story_id: StoryId) -> Data:
    story, reach = index.view.stories[story_id], index.reach(story_id)
    return {
        "format": FORMAT,
        "kind": "story",
        "id": story.id,
        "url": _url(index, paths.story_page(story.id)),
        "headline": _words(index, index.headline(story.id)),
        "first_day": reach.first.isoformat(),
        "last_day": reach.last.isoformat(),
        "outlets": reach.outlets,
        "independent": reach.independent,
        "topics": list(story.topics),
        "reports": [_report(index, article) for article in story.articles],
        "tellings": [
            {"edition": one.edition.id, **_telling(index, one.edition, one.entry)}
            for one in reversed(index.appearances.get(story.id, ()))
        ],
        "related": [
            {"story": index.now(one.story), "reason": one_line(recorded(index.words, one.reason))}
            for one in story.related
            if index.now(one.story) in index.view.stories
        ],
    }


def _moved(index: SiteIndex, story: StoryId) -> Data:
    now = index.now(story)
    return {
        "format": FORMAT,
        "kind": "moved",
        "id": story,
        "moved_to": now,
        "data": _url(index, f"api/stories/{now}.json"),
    }


def _gone(index: SiteIndex, article: ArticleId) -> Data:
    day = index.view.taken_down[article]
    told = {"taken_down": day.isoformat()} if day else {}
    return {"format": FORMAT, "kind": "gone", "id": article, **told}


def _telling(index: SiteIndex, edition: Edition, entry: Entry) -> Data:
    """A story as an edition tells it."""
    page = paths.at(paths.edition_page(edition.id), paths.story_anchor(entry.story))
    language = index.language if entry.edited_headline else index.article(entry.headline_article).language
    evidence = index.evidence(entry.lines, index.moment, entry.phrases)
    said = _Said(index, entry, evidence)
    state = {"state": entry.state.value} if entry.state else {}
    return {
        "story": index.now(entry.story),
        "url": _url(index, page),
        "headline": _words(index, index.passage(entry.headline, language)),
        "headline_by": "editor" if entry.edited_headline else "source",
        "section": entry.section,
        "since": entry.since.isoformat(),
        "continuing": entry.continuing,
        **state,
        "outlets": entry.outlets,
        "independent": entry.independent,
        "topics": list(entry.topics),
        "reports": [_report(index, one.article) for one in entry.members],
        "lines": [said.line(quote) for quote in evidence.quotes],
        "new": {
            "numbers": said.phrases(entry.changed.numbers),
            "names": said.phrases(entry.changed.names),
            "places": said.phrases(entry.changed.places),
            "sources": list(entry.changed.sources),
        },
        "figures": [said.figure(compared) for compared in entry.figures],
        **({"note": one_line(entry.note)} if entry.note else {}),
        "corrections": [_correction(index, one) for one in entry.corrections],
        "earlier": list(entry.earlier),
    }


class _Said:
    """The quotations of an entry, handed out in the order of its phrases."""

    def __init__(self, index: SiteIndex, entry: Entry, evidence: Evidence) -> None:
        self._index = index
        cited = (c.article for line in (*entry.lines, *entry.phrases) for c in line.citations)
        self._articles = list(dict.fromkeys(cited))  # as they are numbered
        self._phrases = iter(evidence.phrases)

    def phrases(self, lines: Sequence[Line]) -> list[Data]:
        return [self.line(next(self._phrases)) for _ in lines]

    def figure(self, compared: Compared) -> Data:
        """`Compared.lines` has what was told before first."""
        before, now = self.phrases(compared.before), self.phrases(compared.now)
        of = {"of": one_line(compared.of)} if compared.of else {}
        return {"kind": compared.kind.value, **of, "before": before, "now": now}

    def line(self, quote: Quote) -> Data:
        return {
            **_words(self._index, quote.words),
            **({"by": one_line(quote.by)} if quote.by else {}),
            **({"reviewed": one_line(quote.reviewed)} if quote.reviewed else {}),
            "citations": [
                {
                    "article": self._articles[mark.number - 1],
                    "page": _url(self._index, mark.path),
                    **({"url": mark.url} if mark.url else {}),
                }
                for mark in quote.marks
            ],
        }


def _report(index: SiteIndex, article_id: ArticleId) -> Data:
    article = index.article(article_id)
    lineage = index.view.lineage.get(article_id)
    address = safe_url(article.url)
    return {
        "article": article.id,
        "page": _url(index, paths.article_page(article.id)),
        **({"url": address} if address else {}),
        "title": one_line(article.title),
        "language": article.language,
        "source": article.source,
        "source_name": one_line(index.source(article.source).name),
        "authors": [one_line(author) for author in article.authors],
        "time": index.local(article.when).isoformat(timespec="seconds"),
        "label": article.label.value,
        "role": (lineage.role if lineage else Role.ORIGINAL).value,
        **({"of": lineage.of} if lineage and lineage.of else {}),
    }


def _correction(index: SiteIndex, correction: Correction) -> Data:
    notice = index.notice(correction)
    words = {"before": notice.before, "after": notice.after}
    return {
        "day": correction.on.isoformat(),
        "text": one_line(notice.text),
        **({"article": correction.article} if correction.article else {}),
        **{name: one_line(said.text) for name, said in words.items() if said},
    }


def _words(index: SiteIndex, passage: Passage) -> Data:
    return {"text": one_line(passage.text), "language": passage.language or index.language}


def _url(index: SiteIndex, target: str) -> str:
    """An address of the site; without its own, from the root."""
    return paths.absolute(index.view.about.url or "/", target)


def _time(index: SiteIndex, edition: Edition) -> str:
    return index.local(edition.updated).isoformat(timespec="seconds")


def _json(data: Data) -> str:
    # With an indent it takes ten times as long.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


_SCHEMA: Final = files("generator.pages").joinpath(f"schemas/api-{FORMAT}.json").read_text(encoding="utf-8")
