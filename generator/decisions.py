"""What people decided, applied: decisions, articles and records in, what is taken down and ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, date
from typing import Final

from generator.diagnostics import Problem, Severity
from generator.digest import Editing
from generator.model.article import Article, Label
from generator.model.edition import Edition, Period, stories_in
from generator.model.editorial import Aim, Aims, Decision, Kind, Verb, aim_of
from generator.model.ids import ArticleId, Permalink, StoryId, TopicId
from generator.model.redaction import Redaction
from generator.model.story import Story
from generator.stories import Merge, Rulings, Split

_ARTICLES: Final = "/articles/"


def taken_down(
    decisions: Iterable[Decision], library: Iterable[Article], records: Iterable[Edition]
) -> dict[ArticleId, date | None]:
    """The articles that are taken down, with the day of the decision (by its own offset): those of the
    library that a decision means, those that one names, and those that records know to be taken down and the
    library has no more, whose day may not be known.

    Takedowns hold at any time, also in builds for a time before they were decided.
    """
    days = _days_of_takedowns(decisions)
    aims = Aims(days)
    found: dict[ArticleId, date | None] = {
        ArticleId(aim.value): day for aim, day in days.items() if aim.kind is Kind.ARTICLE
    }
    there = set()
    for article in library:
        there.add(article.id)
        for aim in aims.on(article):
            found.setdefault(article.id, days[aim])
    for record in records:
        for lost in record.taken_down:
            if lost not in there:
                found.setdefault(lost, None)
    return dict(sorted(found.items()))


def aims_of(decisions: Iterable[Decision]) -> Aims:
    """What is taken down, for who takes articles in."""
    return Aims(_days_of_takedowns(decisions))


def rulings_of(made: Sequence[Decision], records: Iterable[Edition]) -> Rulings:
    """What is settled about stories: what closed editions' records say of an article's story and of
    stories that became one, and what people decided. What is in an open edition's story may change."""
    daily = [record for record in records if record.period is Period.DAY]
    closed = [record for record in daily if record.closed]
    return Rulings(
        fixed={article: story for record in closed for article, story in stories_in(record).items()},
        published=stories_decided(made).union(
            *((*stories_in(record).values(), *record.moved) for record in daily)
        ),
        merges=(
            *(
                Merge(day=record.last_day, gone=gone, kept=kept)
                for record in closed
                for gone, kept in sorted(record.moved.items())
            ),
            *(_merge(decision, decision.into) for decision in made if decision.into is not None),
        ),
        splits=tuple(_split(decision) for decision in made if decision.verb is Verb.SPLIT),
    )


def stories_decided(made: Iterable[Decision]) -> frozenset[StoryId]:
    """The stories that merges and splits name, or may have made: they had a page, though no edition need have
    told them."""
    named: set[StoryId] = set()
    for decision in made:
        if decision.verb in {Verb.MERGE, Verb.SPLIT}:
            named |= {StoryId(decision.target), *map(StoryId, decision.articles)}
            if decision.into is not None:
                named.add(decision.into)
    return frozenset(named)


def redaction_of(decisions: Iterable[Decision]) -> Redaction:
    """The names that are taken down. Messages call each by where its decision stands, not by itself."""
    names = (
        (aim.value, one.at, str(one.position))
        for one in decisions
        if one.verb is Verb.TAKEDOWN
        and (aim := aim_of(one.target, one.source)) is not None
        and aim.kind is Kind.NAME
    )
    return Redaction(names)


def redirects_of(decisions: Iterable[Decision]) -> dict[Permalink, Decision]:
    """Where readers are sent on from, with the decision that says where to. Like takedowns they hold at any
    time: what was there before them is not there any more."""
    return {Permalink(one.target): one for one in decisions if one.verb is Verb.REDIRECT}


def renamed_articles(
    redirects: Mapping[Permalink, Decision], library: Set[ArticleId]
) -> dict[ArticleId, ArticleId]:
    """Articles that redirects lead away from and the library has no more, with those that they lead to in the
    end and the library has: one file by another name."""
    to = {
        _article_at(address): _article_at(decision.value)
        for address, decision in redirects.items()
        if address.startswith(_ARTICLES)
    }
    found = {}
    for old in sorted(to.keys() - library):
        now, met = to[old], {old}
        while now not in library and now in to and now not in met:
            met.add(now)
            now = to[now]
        if now in library:
            found[old] = now
    return found


def _article_at(address: str) -> ArticleId:
    return ArticleId(address.removeprefix(_ARTICLES).rstrip("/"))


def pages_taken_down(decisions: Iterable[Decision]) -> dict[Permalink, date]:
    """The addresses of pages that are taken down by themselves, and of sources that are, with the day."""
    kinds = {Kind.PAGE: "{}", Kind.SOURCE: "/sources/{}/"}
    return {
        Permalink(kinds[aim.kind].format(aim.value)): day
        for aim, day in _days_of_takedowns(decisions).items()
        if aim.kind in kinds
    }


def labels_given(made: Iterable[Decision]) -> dict[ArticleId, Label]:
    """The labels that people gave articles."""
    return {ArticleId(one.target): Label(one.value) for one in made if one.verb is Verb.LABEL}


def filed(
    stories: Mapping[StoryId, Story],
    made: Iterable[Decision],
    story_of: Mapping[ArticleId, StoryId],
) -> Mapping[StoryId, Story]:
    """The stories with the topics that people gave them, or took from them."""
    changed: dict[StoryId, Story] = {}
    for decision in made:
        if decision.verb is not Verb.TOPIC:
            continue
        name = StoryId(decision.target)
        name = name if name in stories else story_of.get(ArticleId(name), name)
        if name not in stories:
            continue
        story = changed.get(name) or stories[name]
        topic = TopicId(decision.value.removeprefix("-"))
        rest = tuple(other for other in story.topics if other != topic)
        topics = rest if decision.value.startswith("-") else (topic, *rest)
        changed[name] = replace(story, topics=topics)
    return _Filed(stories, changed) if changed else stories


class _Filed(Mapping[StoryId, Story]):
    """Stories of which some were changed; the rest need not be looked at."""

    def __init__(self, stories: Mapping[StoryId, Story], changed: Mapping[StoryId, Story]) -> None:
        self._stories = stories
        self._changed = changed

    def __getitem__(self, story: StoryId) -> Story:
        return self._changed.get(story) or self._stories[story]

    def __iter__(self) -> Iterator[StoryId]:
        return iter(self._stories)

    def __len__(self) -> int:
        return len(self._stories)


def unused(editing: Editing, editions: Iterable[Edition]) -> Iterator[Problem]:
    """A warning for each decision on a day's edition that does not tell the story."""
    for decision in editing.unused(edition for edition in editions if edition.period is Period.DAY):
        yield Problem(
            code="moot-decision",
            position=decision.position,
            message=f"The day's edition does not have the story {decision.target}.",
            remedy="Mend the id or the day (`on`), or remove the decision if it has done its work.",
            severity=Severity.WARNING,
        )


def moot(
    decisions: Iterable[Decision],
    taken: Mapping[ArticleId, date | None],
    story_of: Mapping[ArticleId, StoryId],
    moved: Mapping[StoryId, StoryId],
) -> Iterator[Problem]:
    """A warning for each decision on what is not there."""
    for decision in decisions:
        if decision.verb in {Verb.TAKEDOWN, Verb.REDIRECT}:
            continue
        stories = [StoryId(decision.target), *([decision.into] if decision.into is not None else [])]
        named = [*decision.articles, *map(ArticleId, stories)]
        gone = [id_ for id_ in named if id_ not in story_of and StoryId(id_) not in moved]
        if gone:
            why = "is taken down" if gone[0] in taken else "is not in the library"
            yield Problem(
                code="moot-decision",
                position=decision.position,
                message=f"The {decision.verb.value} names {gone[0]}, which {why}.",
                remedy="Mend the id, or remove the decision if it has done its work.",
                severity=Severity.WARNING,
            )


def still_there(decisions: Iterable[Decision], library: Sequence[Article]) -> Iterator[Problem]:
    """A note for each takedown whose articles still lie in content/articles: who sees the site's files sees
    them."""
    made = [decision for decision in decisions if decision.verb is Verb.TAKEDOWN]
    aims, names = aims_of(made), redaction_of(made)
    lying: dict[Aim | str, list[ArticleId]] = {}
    for article in library:
        found: list[Aim | str] = [*aims.on(article), *names.labels_in_article(article)]
        for one in found:
            lying.setdefault(one, []).append(article.id)
    for decision in made:
        meant = aim_of(decision.target, decision.source)
        hit = lying.pop(meant, []) if meant is not None else []
        hit = sorted(hit or lying.pop(str(decision.position), []))
        if not hit:
            continue
        others = f" and {len(hit) - 1:,} more" if len(hit) > 1 else ""
        yield Problem(
            code="taken-down",
            position=decision.position,
            message=f"What was taken down is still in content/articles/{hit[0]}.md{others}.",
            remedy="No page has it. Delete the file too if the site's files are public.",
            severity=Severity.NOTE,
        )


def _days_of_takedowns(decisions: Iterable[Decision]) -> dict[Aim, date]:
    """What is taken down, and since when."""
    found: dict[Aim, date] = {}
    for decision in decisions:
        if decision.verb is Verb.TAKEDOWN and (aim := aim_of(decision.target, decision.source)):
            found.setdefault(aim, decision.at.date())
    return found


def _merge(decision: Decision, into: StoryId) -> Merge:
    return Merge(day=decision.at.astimezone(UTC).date(), gone=StoryId(decision.target), kept=into)


def _split(decision: Decision) -> Split:
    return Split(
        day=decision.at.astimezone(UTC).date(), story=StoryId(decision.target), articles=decision.articles
    )
