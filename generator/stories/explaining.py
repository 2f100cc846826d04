"""Say why an article is in its story: articles and stories in, sentences out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId
from generator.model.story import Lineage, Role, Story
from generator.stories.boilerplate import Boilerplate
from generator.stories.features import Analysis, Analyst, Features, Frequencies, Names, surface_of
from generator.stories.following import LAST
from generator.stories.likeness import DAY, Pair, Report, belonging, coherence, compare, likeness, report_of
from generator.stories.passages import shared_passages
from generator.stories.sketches import CALENDAR
from generator.stories.words import primary_language

_NEARBY_DAYS: Final = 30
_SHOWN: Final = 3
_BAR: Final = -2.0  # logits that no usual likeness makes up for
_LONG_AGO: Final = 3  # days
_TELLING_WORDS: Final = 8  # of a passage; shorter ones are turns of phrase
_QUOTED: Final = 120  # characters of a passage
_NUMBER: Final = re.compile(r"(?!(?:19|20)\d\d$)\d[\d.,]*\d")  # neither a year nor a single digit
_PASSED_OVER: Final = "which would do too; stories are decided in order of time, by what had come by then"


def explain_membership(  # noqa: PLR0913 - what a build knows, as it knows it; a bundle would serve this call alone
    article_id: ArticleId,
    articles: Mapping[ArticleId, Article],
    stories: Mapping[StoryId, Story],
    story_of: Mapping[ArticleId, StoryId],
    lineage: Mapping[ArticleId, Lineage],
    *,
    join: float = 0.30,
) -> list[str]:
    """Sentences on why `article_id` is in its story, how sure that is, and what else it nearly joined.

    The scores weigh words by the month around the article, not by all that came before, so they may differ
    from the deciding ones in the second digit.
    """
    story = stories[story_of[article_id]]
    record = lineage.get(article_id)
    if record is not None and record.role is not Role.ORIGINAL and record.of in story.articles:
        return [
            f"It is in the story {story.id} because it is a {record.role.value} of {record.of}, which is."
        ]
    bench = _Bench(article_id, articles, lineage, story_of)
    others = [member for member in story.articles if member != article_id and member in bench.reports]
    said = [_founding(story)] if str(story.id) == str(article_id) else []
    if others:
        said += _togetherness(bench, story, bench.by_then(others), join)
    elif not said:
        said = [f"It is in the story {story.id} because a closed edition has it there."]
    return [*said, *_nearest(bench, story, stories, story_of, join)]


class _Bench:
    """The article and those around it, read and weighed."""

    def __init__(
        self,
        article_id: ArticleId,
        articles: Mapping[ArticleId, Article],
        lineage: Mapping[ArticleId, Lineage],
        story_of: Mapping[ArticleId, StoryId],
    ) -> None:
        target = articles[article_id]
        near = [
            article
            for article in articles.values()
            if abs((article.when - target.when).days) <= _NEARBY_DAYS
            and article.id in story_of
            and (article.id == article_id or _is_own_report(lineage.get(article.id)))
        ]
        self.target = article_id
        self.articles = articles
        self.analyses: dict[ArticleId, Analysis] = {}
        self.names: dict[ArticleId, Names] = {}
        self.reports: dict[ArticleId, Report] = {}
        self._read(sorted(near, key=lambda article: (article.when, article.id)), story_of)

    def likeness(self, other: ArticleId) -> float:
        return likeness(self._pair(self.target, other))

    def belonging(self, last: Sequence[ArticleId]) -> float:
        """How likely the article belongs to a story whose last reports these are."""
        within = [self._pair(one, other) for one, other in combinations(last, 2)]
        return belonging([self._pair(self.target, other) for other in last], coherence(within, len(last)))

    def by_then(self, reports: Sequence[ArticleId]) -> list[ArticleId]:
        """The last of `reports` that had come when the article did; where none had, the first that came."""
        mine = self.reports[self.target].when
        before = [other for other in reports if self.reports[other].when <= mine]
        return before[-LAST:] or list(reports[:LAST])

    def features(self, article: ArticleId) -> Features:
        return self.reports[article].features

    def closest(self, reports: Sequence[ArticleId]) -> ArticleId:
        return max(reports, key=lambda other: (self.likeness(other), other))

    def pair_with(self, other: ArticleId) -> Pair:
        return self._pair(self.target, other)

    def _pair(self, one: ArticleId, other: ArticleId) -> Pair:
        return compare(self.reports[one], self.reports[other])

    def _read(self, near: Sequence[Article], story_of: Mapping[ArticleId, StoryId]) -> None:
        analyst = Analyst({})
        boilerplate = Boilerplate()
        frequencies = Frequencies({}, anchored=len({primary_language(a.language) for a in near}) > 1)
        counted: dict[StoryId, set[str]] = {}
        for article in near:
            analysis = self.analyses[article.id] = analyst.analyse(article, boilerplate.strip(article))
            frequencies.read(analysis)
            features, names = frequencies.weigh(analysis)
            frequencies.learn(analysis, names, features, counted.setdefault(story_of[article.id], set()))
        for article in near:
            features, names = frequencies.weigh(self.analyses[article.id])
            self.names[article.id] = names
            self.reports[article.id] = report_of(article, features)


def _is_own_report(record: Lineage | None) -> bool:
    return record is None or record.role is Role.ORIGINAL or record.of is None


def _founding(story: Story) -> str:
    if len(story.articles) == 1:
        return "It is a story of its own so far."
    return f"It founded the story {story.id}, which {_number(len(story.articles) - 1)} joined."


def _togetherness(bench: _Bench, story: Story, last: Sequence[ArticleId], join: float) -> list[str]:
    likely = bench.belonging(last)
    closest = bench.closest(last)
    said = [
        f"Its likeness to the story {story.id} is {likely:.2f}; from {join:.2f} on an article belongs.",
        f"The closest of them is {closest} ({bench.likeness(closest):.2f}): {_shared(bench, closest)}.",
    ]
    if passage := _longest_passage(bench, closest):
        said.append(passage)
    if likely < join:
        said.append(
            "It joined when the story had fewer reports, or its own story was merged with this one "
            "once later reports tied them together."
        )
    return said


def _nearest(
    bench: _Bench,
    story: Story,
    stories: Mapping[StoryId, Story],
    story_of: Mapping[ArticleId, StoryId],
    join: float,
) -> list[str]:
    """The story that it came nearest to without joining it, and what kept them apart."""
    members: dict[StoryId, list[ArticleId]] = {}
    for other in bench.reports:
        if story_of.get(other) not in (None, story.id):
            members.setdefault(story_of[other], []).append(other)
    means = {other: bench.belonging(reports[-LAST:]) for other, reports in members.items()}
    if not means:
        return []
    best = max(means, key=lambda other: (means[other], other))
    if means[best] < join / 3:
        return _barred(bench, [other for reports in members.values() for other in reports], join)
    closest = bench.closest(members[best][-LAST:])
    what = f"The closest of its reports is {closest}: {_shared(bench, closest)}."
    near = f"The nearest other story is {stories[best].id} at {means[best]:.2f}"
    if means[best] < join:
        return [f"{near}, below {join:.2f}: {_apart(bench, closest)}.", what]
    if all(bench.reports[other].when > bench.reports[bench.target].when for other in members[best]):
        return [f"{near}; it began only after this article had come.", what]
    then = bench.belonging(bench.by_then(members[best]))
    if then < join:
        return [f"{near} by now; when the article came it was {then:.2f}, below {join:.2f}.", what]
    return [f"{near}, {_PASSED_OVER}.", what]


def _barred(bench: _Bench, others: Sequence[ArticleId], join: float) -> list[str]:
    """The report that would be near, were it not for what no likeness makes up for."""
    but_for = {
        other: likeness(pair._replace(beside=0.0))
        for other in others
        if (pair := bench.pair_with(other)).beside <= _BAR
    }
    best = max(but_for, key=lambda other: (but_for[other], other), default=None)
    if best is None or but_for[best] < join:
        return ["No other story comes near."]
    return [
        f"It is as like {best} as reports of one event are ({but_for[best]:.2f}), but {_apart(bench, best)}."
    ]


def _apart(bench: _Bench, other: ArticleId) -> str:
    """What speaks most against two reports being of one event, in words."""
    mine, theirs = bench.features(bench.target), bench.features(other)
    for thing in sorted(mine.serials.keys() & theirs.serials.keys()):
        if mine.serials[thing].isdisjoint(theirs.serials[thing]):
            numbers = " and ".join(sorted((*mine.serials[thing], *theirs.serials[thing])))
            return f"their titles number things of one kind differently ({numbers})"
    if bench.pair_with(other).beside <= _BAR:
        return "each title names what the other article does not know"
    days = abs(bench.reports[bench.target].when - bench.reports[other].when) / DAY
    if days >= _LONG_AGO:
        return f"{round(days)} days lie between them, and what they share does not make up for it"
    if bench.pair_with(other).foreign:
        return "they are in different languages, and share too few names and numbers"
    return "they share too little"


def _longest_passage(bench: _Bench, other: ArticleId) -> str:
    """The longest run of words that two reports share, when it is long enough to be no chance."""
    mine = bench.articles[bench.target].body
    passages = shared_passages(mine, bench.articles[other].body)
    longest = max(passages, key=lambda passage: (passage.words, -passage.start), default=None)
    if longest is None or longest.words < _TELLING_WORDS:
        return ""
    words = " ".join(mine[longest.start : longest.end].split())
    shown = words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"
    return f"The longest passage that they share has {longest.words} words: “{shown}”."


def _shared(bench: _Bench, other: ArticleId) -> str:
    mine, theirs = bench.features(bench.target), bench.features(other)
    names = _shared_names(bench.names[bench.target], bench.names[other])
    terms = [term for term in mine.terms if term in theirs.terms]
    terms.sort(key=lambda term: (-mine.terms[term] * theirs.terms[term], term))
    shown = surface_of(bench.analyses[bench.target], terms[: 4 * _SHOWN])
    written = [shown[term] for term in terms[: 4 * _SHOWN] if term in shown]
    numbers = [word for word in written if _NUMBER.fullmatch(word)]
    words = [
        word
        for word in written
        if not word[0].isdigit() and not any(word.lower() in name.lower() for name in names)
    ]
    parts = []
    if names:
        parts.append(f"both name {', '.join(names)}")
    if numbers:
        parts.append(f"both have {', '.join(numbers[:_SHOWN])}")
    if words:
        parts.append(f"both say {', '.join(f'“{word}”' for word in words[:_SHOWN])}")
    if bench.articles[other].title.casefold() in bench.reports[bench.target].see_also:
        parts.append("it names the other below itself")
    return ", ".join(parts) or "they share names, numbers or topics across languages"


def _shared_names(mine: Names, theirs: Names) -> list[str]:
    both = [word for word in mine.weights if word in theirs.weights and word not in CALENDAR]
    shown = dict.fromkeys(mine.shown[word] for word in both)
    return list(shown)[:_SHOWN]


def _number(count: int) -> str:
    return "one article" if count == 1 else f"{count} articles"
