"""What the articles of a run and of the library show together: lines learned, and cut from what comes in.

A source is looked at when 64 of its articles have come in, at four times as many, and so on, and once more at
the end; then the articles that came in before a line was learned are cut as well. So it does not matter to a
batch when in it a line was learned. Articles of earlier runs stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.cleaning import Cleaned, Cuts, Samples, SourceBook, cut, named, without_learned
from generator.library import add_learned_lines, article_path, load_learned_lines
from generator.model.article import Article
from generator.model.boilerplate import LearnedLine, host_of
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source

_FIRST_LOOK: Final = 64
_NEXT_LOOK: Final = 4
_URL: Final = re.compile(r'^url: "?(\S+)', re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Learning:
    """The learned lines of each source, and what more can be learned; `fresh` are the articles of this run
    that may be cut, by source."""

    root: Path
    learned: dict[SourceId, tuple[LearnedLine, ...]]
    samples: Samples = field(default_factory=Samples)
    fresh: dict[SourceId, list[ArticleId]] = field(default_factory=dict)
    news: dict[SourceId, list[LearnedLine]] = field(default_factory=dict)
    _cuts: dict[SourceId, Cuts] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> Learning:
        """What was learned of the site at `root`. Raises DayfoldError with the faults of its files."""
        return cls(root=root, learned=load_learned_lines(root))

    def cut(self, article: Article, book: SourceBook) -> Cleaned:
        """The article without what is known of its source."""
        cuts = self._cuts_of(article.source, book)
        return without_learned(article, cuts, book) if cuts else Cleaned(article=article)

    def look(
        self,
        source: Source,
        article_of: Callable[[ArticleId], Article | None],
    ) -> None:
        """Learn what recurs over the articles of `source`, and note it in content/boilerplate."""
        known = self.learned.get(source.id, ())
        found = self.samples.learn(source.id, known, source.keep_lines)
        told = ((finding, article) for finding in found if (article := article_of(finding.article)))
        if lines := named(told, known, source):
            add_learned_lines(self.root, source.id, lines)
            self.learned[source.id] = (*known, *lines)
            self.news.setdefault(source.id, []).extend(lines)
            self._cuts.pop(source.id, None)

    def is_due(self, source: SourceId) -> bool:
        """Whether it is time to look at a source whose article has just been added to `fresh`."""
        count, look = len(self.fresh.get(source, ())), _FIRST_LOOK
        while look < count:
            look *= _NEXT_LOOK
        return look == count

    def uncut(self, source: SourceId, book: SourceBook) -> Iterator[ArticleId]:
        """The articles of this run that have lines of `source` which were learned after they came in."""
        cuts = self._cuts_of(source, book)
        for name in self.fresh.get(source, ()):
            try:
                head, _, body = article_path(self.root, name).read_text(encoding="utf-8").partition("\n---\n")
            except (OSError, UnicodeDecodeError):
                continue
            url = _URL.search(head)
            if cut(body.strip().split("\n\n"), cuts, host_of(url and url[1])).lines:
                yield name

    def _cuts_of(self, source: SourceId, book: SourceBook) -> Cuts:
        cuts = self._cuts.get(source)
        if cuts is None:
            known = book.sources.get(source)
            cuts = Cuts.of(self.learned.get(source, ()), known.keep_lines if known else ())
            self._cuts[source] = cuts
        return cuts
