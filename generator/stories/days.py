"""Work by day: articles in, days out, and what was made of a day before.

A day's result is a plain value under a key: a hash of all that it was made from. Where the key is the same
as last time the result is taken from where it was kept, else it is made anew and kept in its place. So
nothing has to be told what has changed, and whatever is lost is made again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from generator.model.article import Article

_DAY: Final = 86400
_EPOCH: Final = date(1970, 1, 1).toordinal()
IN_ROW: Final = 24  # bytes of a day in a row: its number and its hash
_LEVEL: Final = 1  # of zlib: a third of the size for a tenth of the time that JSON takes


class Store(Protocol):
    """Keeps results: one for each kind and day. It may forget any of them at any time, never alter one."""

    def get(self, kind: str, day: int, key: bytes) -> bytes | None:
        """What was kept under this key."""

    def rows(self, kind: str) -> Mapping[int, tuple[bytes, bytes]]:
        """The key and the result of every day that has one of this kind."""

    def put(self, kind: str, day: int, key: bytes, data: bytes) -> None:
        """Keep a result in the place of the one of its kind and day."""

    def days(self, kind: str) -> Sequence[int]:
        """The days that have a result of this kind, in order."""

    def drop(self, kind: str, days: Iterable[int]) -> None:
        """Forget the results of these days."""


class Forgetful:
    """A store that keeps nothing."""

    def get(self, kind: str, day: int, key: bytes) -> bytes | None:  # noqa: ARG002 - as the protocol has it
        return None

    def rows(self, kind: str) -> Mapping[int, tuple[bytes, bytes]]:  # noqa: ARG002 - as the protocol has it
        return {}

    def put(self, kind: str, day: int, key: bytes, data: bytes) -> None:
        """Keeps nothing."""

    def days(self, kind: str) -> Sequence[int]:  # noqa: ARG002 - as the protocol has it
        return ()

    def drop(self, kind: str, days: Iterable[int]) -> None:
        """Has nothing to forget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of UTC, counted from 1970-01-01; its articles in order of time, then id; a hash of what is read
    of them."""

    number: int
    articles: tuple[Article, ...]
    digest: bytes

    @property
    def date(self) -> date:
        """The day of the calendar."""
        return date.fromordinal(self.number + _EPOCH)


def days_of(articles: Iterable[Article]) -> list[Day]:
    """The days that have articles, in order."""
    keyed = [(article.when.timestamp(), article.id, article) for article in articles]
    keyed.sort()  # ids differ, so articles are not compared
    found: dict[int, list[tuple[float, Article]]] = {}
    for when, _, article in keyed:
        found.setdefault(_number_at(when), []).append((when, article))
    return [
        Day(number=number, articles=tuple(one for _, one in those), digest=_digest_of(those))
        for number, those in found.items()
    ]


def number_of(article: Article) -> int:
    """The number of the day that an article is of."""
    return _number_at(article.when.timestamp())


def _number_at(when: float) -> int:
    return int(when // _DAY)


def row_of(numbers: Iterable[int], digests: Iterable[bytes]) -> bytes:
    """Days with their hashes (of 16 bytes each) in a row, IN_ROW bytes a day: a part of it tells a span."""
    both = zip(numbers, digests, strict=True)
    return b"".join([number.to_bytes(8, "big", signed=True) + one for number, one in both])


def digest(*parts: bytes) -> bytes:
    """A hash of `parts`, in this order."""
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()


def packed_counts(counts: Mapping[str, int]) -> list[str]:
    """Words, none of which has a line's end, with how often each was counted, as two texts: to write numbers
    out in decimals takes longer than all the rest."""
    return ["\n".join(counts), array("I", counts.values()).tobytes().hex()]


def unpacked_counts(packed: Sequence[str]) -> dict[str, int]:
    """The counts of `packed_counts`, in their order."""
    words, numbers = packed
    counts = array("I", bytes.fromhex(numbers))
    return dict(zip(words.split("\n") if counts else (), counts, strict=True))


def pack(value: Any) -> bytes:
    """A plain value (what JSON has; numbers come back exactly) as bytes."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), _LEVEL)


def unpack(data: bytes) -> Any:
    """The value that was packed."""
    return json.loads(zlib.decompress(data))


def _digest_of(articles: Iterable[tuple[float, Article]]) -> bytes:
    """A hash of all that tracing and following read of articles, each with its time."""
    whole = hashlib.sha256()  # processors have it built in
    for when, article in articles:
        title, body = article.title, article.body
        # Lengths tell where a text ends; all else is without blanks, or a repr.
        head = f"{article.id} {article.source} {article.language} {when!r} {len(title)} {len(body)} "
        if article.published is None:
            head += "undated "
        if article.via or article.credit or article.cites or article.topics or article.see_also:
            named = (article.via, article.credit, article.cites, article.topics, article.see_also)
            head += f"{named!r} "
        whole.update(f"{head}{title}{body}".encode("utf-8", "surrogatepass"))
    return whole.digest()[:16]
