"""Leave out what a source prints under everything: bodies in, what is new in them out."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final

from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId

# White space after a mark, or lines' ends. It begins with the space, for which the engine can skip ahead.
_SENTENCE_END: Final = re.compile(r"\s(?:(?<=[.!?…]\s)\s*|(?<=\n)\n*)")
_LEAST: Final = 30  # characters; shorter sentences ('He declined to comment.') recur in earnest
_READ: Final = 4000  # characters: more than is looked at of a report, and twice what most of it needs
_REMEMBERED: Final = 20_000  # sentences of one source
# A follow-up repeats its background once or twice, a disclaimer stands under every article.
_TIMES: Final = 2


class Boilerplate:
    """What each source has printed before, sentence by sentence."""

    def __init__(self) -> None:
        self._seen: dict[SourceId, OrderedDict[int, int]] = {}

    def strip(self, article: Article) -> str:
        """The body's beginning without the sentences that its source has printed several times before."""
        if article.source == UNKNOWN_SOURCE:
            return article.body[:_READ]
        seen = self._seen.setdefault(article.source, OrderedDict())
        kept = []
        for sentence in _SENTENCE_END.split(article.body[:_READ]):
            if len(sentence) < _LEAST:
                kept.append(sentence)
                continue
            mark = hash(sentence)
            times = seen.pop(mark, 0)
            seen[mark] = times + 1
            if times < _TIMES:
                kept.append(sentence)
        while len(seen) > _REMEMBERED:
            seen.popitem(last=False)
        return "\n".join(kept)
