"""Leave out what a source prints under everything: bodies in, what is new in them out."""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final
from zlib import crc32

from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId

# White space after a mark, or lines' ends. It begins with the space, for which the engine can skip ahead.
_SENTENCE_END: Final = re.compile(r"\s(?:(?<=[.!?…]\s)\s*|(?<=\n)\n*)")
_LEAST: Final = 30  # characters; shorter sentences ('He declined to comment.') recur in earnest
_READ: Final = 4000  # characters: more than is looked at of a report, and twice what most of it needs
_REMEMBERED: Final = 5_000  # sentences of one source: those of its last few hundred articles
# A follow-up repeats its background once or twice, a disclaimer stands under every article.
_TIMES: Final = 2


class Boilerplate:
    """What each source has printed before, sentence by sentence."""

    def __init__(self, plain: Mapping[str, Sequence[str]] | None = None) -> None:
        """As it was when it gave `plain`."""
        self._seen: dict[SourceId, OrderedDict[int, int]] = {}
        for source, (marks, times) in (plain or {}).items():
            known = array("I", bytes.fromhex(marks))
            self._seen[SourceId(source)] = OrderedDict(zip(known, bytes.fromhex(times), strict=True))

    @property
    def plain(self) -> dict[str, list[str]]:
        """For each source the marks of its sentences, the latest last, and how often each was printed, as
        they lie in memory."""
        return {
            source: [array("I", seen).tobytes().hex(), bytes(seen.values()).hex()]
            for source, seen in self._seen.items()
        }

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
            # The same on every machine and in every process; two sentences of a source have one mark once in
            # a million, and then one is left out.
            mark = crc32(sentence.encode("utf-8", "surrogatepass"))
            times = seen.pop(mark, 0)
            seen[mark] = min(times + 1, _TIMES)
            if times < _TIMES:
                kept.append(sentence)
        while len(seen) > _REMEMBERED:
            seen.popitem(last=False)
        return "\n".join(kept)
