"""Explain an article, a story or an edition: a digest and a target in, sentences out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem
from generator.digest import reach
from generator.knowledge import Digest
from generator.library import learned_lines_of
from generator.model.article import Article, DatedBy
from generator.model.edition import Compared, Edition, Entry, Period
from generator.model.ids import ArticleId, EditionId, StoryId
from generator.model.story import Lineage, Role, Taken
from generator.project import Project
from generator.stories import explain_membership, explain_topics, shared_passages

_QUOTED: Final = 160  # characters of a line that was cut
_DATED_BY = {
    DatedBy.PAGE: "as its page says",
    DatedBy.FEED: "as its feed says",
    DatedBy.AGE: "reckoned from its age at the time of capture",
    DatedBy.URL: "read from its address",
    DatedBy.TEXT: "read from its text",
    DatedBy.CAPTURE: "the time of capture, since nothing else says when",
}

_PASSAGES = 3
_ENDS = 60  # characters of a passage's beginning and end


def explain(project: Project, known: Digest, target: str) -> list[str]:
    """Sentences about `target`: a permalink, an id, or a file of the library or of the editions.

    Raises DayfoldError (`unknown-target`) when it is none of these.
    """
    name = _name(project.root, target)
    kind, _, rest = name.partition("/")
    article = ArticleId(rest if kind == "articles" else name)
    if article in known.articles:
        return _article(project, known, known.articles[article])
    if article in known.held_back:
        return ["It is dated after the time of this build, so it is held back until then."]
    if kind == "stories" and StoryId(rest) in known.stories:
        return _story(known, StoryId(rest))
    if kind == "stories" and StoryId(rest) in known.coverage.moved:
        return _moved(known, StoryId(rest))
    if article in known.taken_down or (kind == "stories" and ArticleId(rest) in known.taken_down):
        return _taken_down(known.taken_down[ArticleId(rest) if kind == "stories" else article])
    wanted = EditionId(rest if kind == "editions" else name)
    for edition in known.editions:
        if edition.id == wanted:
            return _edition(edition)
    raise DayfoldError(_unknown(target))


def _moved(known: Digest, story: StoryId) -> list[str]:
    """Where a story went that was published and is none any more."""
    now = known.coverage.now(story)
    said = [f"It became a part of the story {now}: its page sends readers on."]
    told = [record for record in known.editions if story in record.moved]
    said += [f"The edition {record.id} found them to be one." for record in told[:1]]
    return [*said, *_story(known, now)]


def _taken_down(day: date | None) -> list[str]:
    when = f" on {day.isoformat()}" if day is not None else ""
    return [
        f"It was taken down{when}: it is on no page and in no record, and does not come in again.",
        "Why, and who decided it, stands in content/editorial.",
    ]


def _name(root: Path, target: str) -> str:
    """`target` as kind/id: permalinks lose their slashes, files their folder and ending."""
    path = Path(target)
    if path.suffix in (".md", ".json"):
        resolved = (path if path.exists() else root / path).resolve()
        if resolved.is_relative_to(root.resolve() / "content"):
            return resolved.relative_to(root.resolve() / "content").with_suffix("").as_posix()
    return target.strip("/")


def _article(project: Project, known: Digest, article: Article) -> list[str]:
    source = known.settings.sources[article.source]
    dated = f", {_DATED_BY[article.dated_by]}" if article.dated_by else ""
    said = [f"“{article.title}”, {source.name}, {article.when.isoformat()}{dated}."]
    said += _origin(known, article)
    said += _cut(project, known, article)
    said += _lineage(known, article.id)
    said += explain_membership(
        article.id,
        known.articles,
        known.stories,
        known.story_of,
        known.lineage,
        join=known.settings.digest.stories.join,
    )
    said += explain_topics(article, known.settings.topics)
    said += _placed(known, article.id)
    quoted = sum(c.end - c.start for c in known.coverage.excerpts.get(article.id, ()))
    limit = source.rights.quotable
    allowed = "all of it may be" if limit is None else f"up to {limit} may be"
    published = f"{quoted} of its {len(article.body)} characters are published"
    said.append(f"{published}; {allowed}, says {source.name}.")
    return said


def _origin(known: Digest, article: Article) -> list[str]:
    names = {id_: source.name for id_, source in known.settings.sources.items()}
    said = []
    if article.via:
        said.append(f"It came by way of {names.get(article.via, article.via)}.")
    if article.credit:
        said.append(f"It credits {', '.join(names.get(c, c) for c in article.credit)}.")
    if article.cites:
        said.append(f"It cites {', '.join(names.get(c, c) for c in article.cites)}.")
    return said


def _cut(project: Project, known: Digest, article: Article) -> list[str]:
    """What was cut from it at ingest because it recurs over its source's articles."""
    if not article.cut:
        return []
    name = known.settings.sources[article.source].name
    learned = {line.id: line for line in learned_lines_of(project.root, article.source)}
    said = []
    for line_id in article.cut:
        line = learned.get(line_id)
        if line is None:
            said.append(f"A line was cut from it that its list does not have any more: {line_id}.")
        else:
            text = line.text if len(line.text) <= _QUOTED else f"{line.text[: _QUOTED - 1]}…"
            said.append(f"Cut from it: “{text}”, which {line.seen} of {line.of} articles of {name} had.")
    return said


def _lineage(known: Digest, article: ArticleId) -> list[str]:
    lineage = known.lineage[article]
    if lineage.role is Role.ORIGINAL:
        said = [f"It is a report of its own. {lineage.evidence}".strip()]
    else:
        whose = lineage.of or lineage.credit or "an article that is not here"
        said = [f"It is {_kind(lineage)} of {whose}. {lineage.evidence}".strip()]
    for source in lineage.sources:
        said += _shares(known, article, source)
    for cited in lineage.cited:
        said.append(f"What it cites is most likely {cited.article}: both have {', '.join(cited.shared)}.")
    return said


def _kind(lineage: Lineage) -> str:
    if lineage.is_round_up:
        return "a round-up, most of all"
    if lineage.is_update:
        return "a correction or update"
    return "a copy" if lineage.role is Role.COPY else "a rewrite"


def _shares(known: Digest, article: ArticleId, source: Taken) -> list[str]:
    """How much two texts share, and the longest passages; here alone, where nobody publishes them."""
    mine, theirs = known.articles[article].body, known.articles[source.of].body
    passages = shared_passages(mine, theirs)
    longest = sorted(passages, key=lambda passage: (-passage.words, passage.start))[:_PASSAGES]
    shares = (
        f"{source.taken:.0%} of its three-word passages stand in {source.of}, which has {source.held:.0%} "
        f"of its own in it; titles agree by {source.title:.0%}, names and numbers by {source.facts:.0%}."
    )
    said = [shares]
    for passage in sorted(longest, key=lambda passage: passage.start):
        place = f"{passage.words} words in a row, at {passage.start} here and at {passage.of_start} there"
        said.append(f"{place}: “{_shortened(mine[passage.start : passage.end])}”")
    return said


def _shortened(passage: str) -> str:
    plain = " ".join(passage.split())
    if len(plain) <= 2 * _ENDS:
        return plain
    return f"{plain[:_ENDS].rsplit(' ', 1)[0]} … {plain[-_ENDS:].split(' ', 1)[-1]}"


def _placed(known: Digest, article: ArticleId) -> list[str]:
    said = []
    for edition in known.editions:
        for entry in edition.entries:
            if any(member.article == article for member in entry.members):
                said.append(f"It stands in the edition {edition.id}, in the story “{entry.headline}”.")
                cited = sum(c.article == article for line in entry.lines for c in line.citations)
                if cited:
                    said.append(f"The edition {edition.id} quotes it.")
        said += [
            f"The edition {edition.id} leaves it out: {item.reason}"
            for item in edition.left_out
            if item.article == article
        ]
    return said or ["It is in no edition: its day's edition was closed before it arrived."]


def _story(known: Digest, story_id: StoryId) -> list[str]:
    story = known.stories[story_id]
    said = [f"A story of {len(story.articles)} articles, founded by {story_id}."]
    for article in story.articles:
        lineage = known.lineage[article]
        of = f" of {lineage.of or lineage.credit}" if lineage.role is not Role.ORIGINAL else ""
        said.append(f"{article}: {lineage.role.value}{of}.")
    spread = reach(known.coverage, story.articles)
    said.append(f"Outlets: {spread.outlets}. Independent reports: {spread.independent}.")
    said += [f"Related to {related.story}: {related.reason}." for related in story.related]
    for edition in known.editions:
        said += [_told(edition, entry) for entry in edition.entries if _tells(edition, entry, story_id)]
    return said


def _tells(edition: Edition, entry: Entry, story: StoryId) -> bool:
    return entry.story == story and edition.period is Period.DAY


def _told(edition: Edition, entry: Entry) -> str:
    """How an edition told a story: its state, and what was new in it."""
    state = f", {entry.state.value}" if entry.state else ""
    changed = entry.changed
    new = [
        *(f"“{line.text}” ({line.citations[0].article})" for line in changed.phrases if line.citations),
        *(f"a first own report by {source}" for source in changed.sources),
    ]
    since = f" New since {entry.earlier[0]}: {'; '.join(new)}." if new and entry.earlier else ""
    figures = "".join(f" {_differing(compared)}" for compared in entry.figures)
    return f"In the edition {edition.id}{state}: “{entry.headline}”.{since}{figures}"


def _differing(compared: Compared) -> str:
    """What reports differ on: each figure with the article that has it."""
    now, before = (
        ", ".join(f"“{line.text}” ({line.citations[0].article})" for line in lines if line.citations)
        for lines in (compared.now, compared.before)
    )
    name = f"{compared.kind.value} {compared.of}".strip()
    earlier = f"; earlier {before}" if before else ""
    return f"{'Disputed' if len(compared.now) > 1 else 'Moved'}, {name}: {now}{earlier}."


def _edition(edition: Edition) -> list[str]:
    span = {Period.DAY: "day", Period.WEEK: "week", Period.MONTH: "month"}[edition.period]
    state = "closed, and replayed from its record" if edition.closed else "open, and composed at each build"
    said = [
        f"The edition of a {span}, revision {edition.revision}; it is {state}.",
        f"It was made from {len(edition.articles)} articles and has {len(edition.entries)} stories.",
        f"It leaves out {len(edition.left_out)} articles.",
    ]
    said += [f"{_place(entry)}: {entry.story}" for entry in edition.entries]
    reasons = Counter(item.reason for item in edition.left_out)
    said += [f"Left out: {count} × {reason}" for reason, count in sorted(reasons.items())]
    return said


def _place(entry: Entry) -> str:
    state = f", {entry.state.value}" if entry.state else ""
    return f"“{entry.headline}” (outlets: {entry.outlets}, independent: {entry.independent}{state})"


def _unknown(target: str) -> Problem:
    return Problem(
        code="unknown-target",
        position=Position(path=target),
        message="There is no article, story or edition of this name.",
        remedy="Name a permalink (/stories/…/), an id, or a file under content/.",
    )
