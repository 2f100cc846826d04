"""Lay out the stories of an edition: its entries in, what its page says of each out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from generator.languages import message
from generator.model.article import Article, Label
from generator.model.edition import Edition, Entry, Period, State
from generator.model.ids import ArticleId, EditionId, SourceId
from generator.model.source import Source
from generator.model.story import Related, Role
from generator.pages import paths
from generator.pages.figure_rows import FigureRow, figure_rows
from generator.pages.lookups import Reach
from generator.pages.parts import Evidence, Link, Moment, Notice, Passage, Quote
from generator.pages.recorded import recorded
from generator.pages.site_index import Say, SiteIndex
from generator.pages.words import LABELS, Words

_MORE: Final = 3  # outlets named after 'More'
_RELATED: Final = 2  # stories named after 'Related'; the story's page names all, with the reasons
_DOTS: Final = 24  # outlets that are drawn, a dot each; beyond it the numbers are enough
_TELLING: Final = {
    State.GROWING: message("growing"),
    State.FADING: message("fading"),
    State.RETURNED: message("returned"),
}
_OPINIONS: Final = frozenset({Label.OPINION, Label.ANALYSIS})


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedStory:
    """Another story, and why it is named."""

    link: Link
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is new in a story: figures in quotation marks, names and places without, and who joined in."""

    figures: tuple[Quote, ...] = ()
    names: tuple[Quote, ...] = ()
    sources: tuple[Link, ...] = ()

    @property
    def told(self) -> bool:
        return bool(self.figures or self.names or self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story as an edition tells it. `look` is its classes: r1 is the edition's first, r2 a section's."""

    anchor: str
    look: str
    headline: Link
    outlet: Link
    authors: tuple[str, ...]
    when: Moment
    badges: tuple[str, ...]
    state: str
    since: str
    running: str
    evidence: Evidence
    figures: tuple[FigureRow, ...]
    changes: Changes
    note: str
    corrections: tuple[Notice, ...]
    more: tuple[Link, ...]
    more_unnamed: int
    dots: str
    reach: str
    reach_path: str
    earlier: tuple[Link, ...]
    related: tuple[RelatedStory, ...]
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of an edition and the stories under it."""

    name: str
    anchor: str
    entries: tuple[StoryEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """One headline in brief."""

    headline: Link
    outlet: Passage
    others: int


def badges(index: SiteIndex, article: Article, source: Source) -> tuple[str, ...]:
    """What a reader must be told of an article before reading it, in words."""
    lineage = index.view.lineage.get(article.id)
    words = index.words
    told = [
        words.gettext(LABELS[article.label]) if article.label is not Label.NEWS else "",
        words.gettext("state media") if source.state_media else "",
        words.gettext("paywall") if source.paywall else "",
        words.language_name(article.language) if index.passage("", article.language).language else "",
        _copied_badge(words, lineage.role, lineage.credit) if lineage else "",
    ]
    return tuple(badge for badge in told if badge)


def dots(outlets: int, independent: int) -> str:
    """A full dot for each independent report, a ring for each other outlet; empty where it tells nothing."""
    if not 1 < outlets <= _DOTS:
        return ""
    full = min(independent, outlets)
    return "●" * full + "○" * (outlets - full)


def reach_in_words(words: Words, outlets: int, independent: int) -> str:
    """`9 outlets, 3 independent reports`."""
    told = (
        words.ngettext("%(num)s outlet", "%(num)s outlets", outlets),
        words.ngettext("%(num)s independent report", "%(num)s independent reports", independent),
    )
    return words.gettext(", ").join(told)


def articles_from_outlets(words: Words, reach: Reach) -> str:
    """`12 articles from 9 outlets`."""
    return words.gettext(
        "%(articles)s %(from_outlets)s",
        articles=words.ngettext("%(num)s article", "%(num)s articles", reach.articles),
        from_outlets=words.ngettext("from %(num)s outlet", "from %(num)s outlets", reach.outlets),
    )


def related_stories(index: SiteIndex, related: Iterable[Related]) -> tuple[RelatedStory, ...]:
    """The related stories that are still there."""
    return tuple(
        RelatedStory(link=index.story_link(other.story), reason=recorded(index.words, other.reason))
        for other in related
        if index.now(other.story) in index.view.stories
    )


def state_in_words(words: Words, entry: Entry) -> str:
    """`growing`, `fading`, `returned`; empty for what says nothing: that a story is new or goes on."""
    return words.gettext(_TELLING[entry.state]) if entry.state in _TELLING else ""


def changes(index: SiteIndex, entry: Entry, evidence: Evidence) -> Changes:
    """What `entry` has that its story had not before; `evidence` has its phrases. The outlet of the headline
    stands there already."""
    figures = len(entry.changed.numbers)
    lead = index.article(entry.headline_article).source
    present = {index.article(member.article).source for member in entry.members} - {lead}
    phrases = evidence.phrases[: len(entry.changed.phrases)]
    names = tuple(replace(phrase, opening="", closing="") for phrase in phrases[figures:])
    return Changes(
        figures=phrases[:figures],
        names=names,
        sources=tuple(index.source_link(source) for source in entry.changed.sources if source in present),
    )


class Desk:
    """Lays out the entries of one edition."""

    def __init__(self, index: SiteIndex, edition: Edition, say: Say | None = None) -> None:
        self._index = index
        self._edition = edition
        self.say = say or say_of(index, edition)

    def sections(self) -> Iterable[Section]:
        """The sections in the order of digest.yml, then those it no longer has, then what continues."""
        entries = self._edition.entries
        fresh = [entry for entry in entries if not entry.continuing]
        names = [section.id for section in self._index.view.settings.digest.sections]
        order = list(dict.fromkeys([*names, *(entry.section for entry in fresh)]))
        first = True
        for section in order:
            group = [entry for entry in fresh if entry.section == section]
            if group:
                name, anchor = self._index.section_name(section), paths.section_anchor(section)
                yield Section(name=name, anchor=anchor, entries=self._entries(group, first=first))
                first = False
        if running := [entry for entry in entries if entry.continuing]:
            yield Section(
                name=self._index.words.gettext("Continuing"),
                anchor=paths.CONTINUING,
                entries=self._entries(running, first=first),
            )

    def brief_line(self, entry: Entry) -> BriefLine:
        index = self._index
        article = index.article(entry.headline_article)
        return BriefLine(
            headline=Link(
                words=index.passage(entry.headline, article.language),
                path=f"#{paths.story_anchor(entry.story)}",
            ),
            outlet=index.outlet(article.source),
            others=entry.outlets - 1,
        )

    def outlets(self) -> tuple[Link, ...]:
        """Every source that the edition's stories rest on, by name."""
        used = {self._index.article(m.article).source for e in self._edition.entries for m in e.members}
        links = [self._index.source_link(source) for source in used]
        return tuple(sorted(links, key=lambda link: (link.words.text.casefold(), link.path)))

    def story(self, entry: Entry) -> StoryEntry:
        """One entry, wherever it stands."""
        return self._entry(entry, "r3")

    def _entries(self, entries: list[Entry], *, first: bool) -> tuple[StoryEntry, ...]:
        looks = ["r1" if first else "r2", *["r3"] * (len(entries) - 1)]
        return tuple(self._entry(entry, look) for entry, look in zip(entries, looks, strict=True))

    def _entry(self, entry: Entry, look: str) -> StoryEntry:
        index = self._index
        article = index.article(entry.headline_article)
        source = index.source(article.source)
        headline = index.passage(entry.headline, article.language)
        story = paths.story_page(index.now(entry.story))
        named = self._more(entry, article.source)
        evidence = index.evidence(entry.lines, self.say, entry.phrases)
        ours = [index.words.gettext("our headline")] if entry.edited_headline else []
        return StoryEntry(
            anchor=paths.story_anchor(entry.story),
            look=_look(look, article, headline, quotes_itself=self._quotes_itself(entry, evidence)),
            headline=Link(words=headline, path=story),
            outlet=index.source_link(source.id),
            authors=article.authors,
            when=self.say(article.when),
            badges=(*badges(index, article, source), *ours),
            state=state_in_words(index.words, entry),
            since=_since(index.words, entry, self._edition),
            running=_running(index.words, entry, self._edition),
            evidence=evidence,
            figures=figure_rows(index, entry.figures, evidence.phrases, self.say),
            changes=changes(index, entry, evidence),
            note=entry.note,
            corrections=tuple(map(index.notice, entry.corrections)),
            more=named[:_MORE],
            more_unnamed=max(entry.outlets - 1, len(named)) - len(named[:_MORE]),
            dots=dots(entry.outlets, entry.independent),
            reach=self._reach(entry) if len(entry.members) > 1 or entry.outlets > 1 else "",
            reach_path=paths.at(story, "reported") if entry.outlets > 1 else story,
            earlier=self._earlier(entry),
            related=related_stories(index, entry.related)[:_RELATED],
            topics=index.topic_links(entry.topics),
        )

    def _quotes_itself(self, entry: Entry, evidence: Evidence) -> bool:
        """Whether the one reference says again what stands above it: outlet, headline, time."""
        article = self._index.article(entry.headline_article)
        above = (self._index.outlet(article.source), entry.headline, self.say(article.when))
        return [(r.outlet.words, r.title.text, r.when) for r in evidence.references] == [above]

    def _more(self, entry: Entry, lead: SourceId) -> tuple[Link, ...]:
        """The other outlets' reports, own ones first, an outlet once."""
        named: dict[SourceId, Link] = {}
        for member in sorted(entry.members, key=lambda member: member.role is not Role.ORIGINAL):
            source = self._index.article(member.article).source
            if source != lead:
                named.setdefault(source, self._index.report_link(member.article))
        return tuple(named.values())

    def _reach(self, entry: Entry) -> str:
        copied = Counter(
            wire
            for member in entry.members
            if member.role is Role.COPY and (wire := self._copied_from(member.of, member.credit))
        )
        words = self._index.words
        told = reach_in_words(words, entry.outlets, entry.independent)
        if not copied:
            return told
        wire, times = min(copied.items(), key=lambda item: (-item[1], item[0]))
        name = self._index.source(wire).name
        copies = words.ngettext("%(wire)s copy ×%(num)s", "%(wire)s copy ×%(num)s", times, wire=name)
        return words.gettext("; ").join((told, copies))

    def _copied_from(self, of: ArticleId | None, credit: SourceId | None) -> SourceId | None:
        known = self._index.view.articles.get(of) if of else None
        return credit or (known.source if known else None)

    def _earlier(self, entry: Entry) -> tuple[Link, ...]:
        """The editions that had the story before, newest first."""
        index, year = self._index, self._edition.first_day.year
        return tuple(
            index.edition_link(
                edition, index.words.brief_day(_day_of(edition), year), index.anchor_in(edition, entry.story)
            )
            for edition in entry.earlier
            if index.has_edition(edition)
        )


def _look(rank: str, article: Article, headline: Passage, *, quotes_itself: bool) -> str:
    looks = [
        rank,
        *(["opinion"] if article.label in _OPINIONS else []),
        *([headline.direction] if headline.direction else []),
        *(["own"] if quotes_itself else []),
    ]
    return " ".join(["df-story", *(f"df-story--{look}" for look in looks)])


def _day_of(edition: EditionId) -> date:
    return date.fromisoformat(edition.replace("/", "-"))


def say_of(index: SiteIndex, edition: Edition) -> Say:
    """How the pages of `edition` word a time."""
    if edition.period is Period.DAY:
        return partial(index.moment_near, edition.first_day)
    return partial(index.moment_in, edition.first_day.year)


def _since(words: Words, entry: Entry, edition: Edition) -> str:
    """`first reported 9 Aug` of a story that grows, fades or has returned, and is not told as continuing."""
    if entry.continuing or entry.state not in _TELLING:
        return ""
    return words.gettext("first reported %(day)s", day=words.brief_day(entry.since, edition.first_day.year))


def _running(words: Words, entry: Entry, edition: Edition) -> str:
    """`Running since 9 Aug, day 9.`; empty for a new story, and in a week or month, which tell it whole."""
    if not entry.continuing:
        return ""
    day = (edition.last_day - entry.since).days + 1
    since = words.brief_day(entry.since, edition.first_day.year)
    return words.gettext("Running since %(day)s, day %(number)s. New today:", day=since, number=day)


def _copied_badge(words: Words, role: Role, credit: SourceId | None) -> str:
    if role is Role.COPY:
        return words.gettext("wire copy") if credit else words.gettext("copy")
    return words.gettext("rewrite") if role is Role.REWRITE else ""
