"""Name words on somebody's page: what it says and a span of that in, an address that leads to the span out.

The text directive of the WICG's 'URL Fragment Text Directives', `#:~:text=[prefix-,]start[,end][,-suffix]`:
a browser takes the first place where `start` stands (with `end` somewhere after it, the prefix right before
and the suffix right after), so the words are chosen to stand in one place only. It compares letters without
case and accents, and each of the four parts has to lie within one block and at the limits of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final
from urllib.parse import quote

from generator.model.article import Article

_WHOLE: Final = 80  # characters; a shorter passage is named whole
# A longer one by its first and its last words; the first are more, for a caption or a teaser that is not ours
# may begin alike. Where words are long, or nothing parts them, so many characters do.
_HEAD: Final = (6, 40)
_TAIL: Final = (4, 24)
_LONGER: Final = 12  # more words at both ends, when those stand elsewhere too
_CONTEXT: Final = 8  # words before and after, at the most
_LITTLE: Final = 3  # letters

# What stands between spaces; where a script has none, between its punctuation, which always limits words.
_STOPS: Final = "。、，！？；：」』）】"
_UNIT: Final = re.compile(rf"[^\s{_STOPS}]+[{_STOPS}”’]*|[{_STOPS}]+")
# A line; where a script has no spaces, one that is there often stands for a line's end.
_IDEOGRAPHS: Final = rf"[{_STOPS}\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
_BREAK: Final = re.compile(rf"\n+|(?<={_IDEOGRAPHS})\s+|\s+(?={_IDEOGRAPHS})")
_SPACES: Final = re.compile(r"\s+")
# Within a word these do not end it (UAX 29, WB6 to WB12): 'can't', '3.5', '1,800,000', '10:30'.
_WITHIN_WORDS: Final = frozenset("'’.,:;·․\u2024\u2027\"״_‿")
_JOINED: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
_DIRECTIVE: Final = ":~:"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDirective:
    """The parts of a directive, in words; all but `start` may be empty."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """As it stands in an address."""
        parts = [
            f"{_encoded(self.prefix)}-" if self.prefix else "",
            _encoded(self.start),
            _encoded(self.end),
            f"-{_encoded(self.suffix)}" if self.suffix else "",
        ]
        return ",".join(part for part in parts if part)


@dataclass(frozen=True)
class PageText:
    """What is known of the text of an article's page: its body, and what stands around it, a block a line."""

    body: str
    around: tuple[str, ...] = ()

    @cached_property
    def _folded(self) -> str:
        return "\n".join([*map(_folded, self.around), _folded_blocks(self.body)])

    @cached_property
    def _before_body(self) -> int:
        return sum(len(_folded(text)) + 1 for text in self.around)

    def directive(self, start: int, end: int) -> TextDirective | None:
        """The shortest directive that leads to `body[start:end]` and to nothing else; None if there is none.

        A span that begins or ends within a word is widened to the whole word, and a last line of next to
        nothing (the bracket after a list, a bare number) is left out of it.
        """
        start, end = _widened(self.body, start, end)
        while (line := self.body.rfind("\n", start, end)) >= 0 and _is_little(self.body[line:end]):
            end = start + len(self.body[start:line].rstrip())
        if start >= end:
            return None
        place = (self._offset(start), self._offset(end))
        return next((one for one in self._candidates(start, end) if self._only_place(one) == place), None)

    def _offset(self, at: int) -> int:
        """The place in the folded text of a place in the body."""
        return self._before_body + len(_folded_blocks(self.body[:at]))

    def find(self, words: str) -> tuple[int, int] | None:
        """Where `words` stand in the body, the first place."""
        start = self.body.find(words)
        return (start, start + len(words)) if words and start >= 0 else None

    def _candidates(self, start: int, end: int) -> Iterator[TextDirective]:
        """Ways to name a span, the shortest first: whole or by its ends, longer ends, words around it."""
        text = self.body[start:end]
        in_one = _BREAK.search(text) is None
        cores = [(_line(text), "")] if in_one and len(text) <= _WHOLE else list(_ends(text))
        if not cores and in_one:
            cores = [(_line(text), "")]
        for first, last in cores:
            yield TextDirective(start=first, end=last)
        contexts = list(_contexts(list(self._before(start)), list(self._after(end))))
        for first, last in (*cores[:1], *cores[-1:]):
            for prefix, suffix in contexts:
                yield TextDirective(start=first, end=last, prefix=prefix, suffix=suffix)

    def _before(self, start: int) -> Iterator[str]:
        """One word, two words, … right before `start`, in its block: between blocks a page may have more."""
        block = self.body.rfind("\n", 0, start) + 1
        stop = block + len(self.body[block:start].rstrip())
        units = [match.start() for match in _UNIT.finditer(self.body, block, stop)]
        for begin in islice(reversed(units), _CONTEXT):
            yield _line(self.body[begin:stop])

    def _after(self, end: int) -> Iterator[str]:
        stop = self.body.find("\n", end)
        for unit in islice(_UNIT.finditer(self.body, end, stop if stop >= 0 else len(self.body)), _CONTEXT):
            yield _line(self.body[end : unit.end()])

    def _only_place(self, directive: TextDirective) -> tuple[int, int] | None:
        """Where the directive leads, as a span of the folded text; None when that could be two places.

        Looser than a browser, which keeps to limits of words: what is found once here is found once there.
        """
        text, start, end = self._folded, _folded(directive.start), _folded(directive.end)
        prefix, suffix = _folded(directive.prefix), _folded(directive.suffix)
        found: tuple[int, int] | None = None
        at = text.find(start)
        while at >= 0:
            if not prefix or text[:at].rstrip().endswith(prefix):
                stop = self._stop(at + len(start), end, suffix)
                if stop is not None:
                    if found is not None:
                        return None
                    found = at, stop
            at = text.find(start, at + 1)
        return found

    def _stop(self, after: int, end: str, suffix: str) -> int | None:
        """Where a match ends whose first words end at `after`: at the first `end` that the suffix follows."""
        text = self._folded
        while end:
            at = text.find(end, after)
            if at < 0:
                return None
            after = at + len(end)
            if not suffix or text[after:].lstrip().startswith(suffix):
                return after
        return after if not suffix or text[after:].lstrip().startswith(suffix) else None


def page_text(article: Article) -> PageText:
    """What is known of the text of the page that `article` was read from."""
    captions = (image.caption for image in article.images if image.caption)
    around = (article.title, *article.cut, *article.see_also, *captions)
    return PageText(body=article.body, around=tuple(" ".join(text.split()) for text in around if text))


def leading_to(url: str, directive: TextDirective | None) -> str:
    """`url` (from safe_url) leading to what `directive` names; a directive that `url` had is dropped."""
    url = url.partition(_DIRECTIVE)[0].removesuffix("#")
    if directive is None or url.startswith("mailto:"):
        return url
    return f"{url}{'' if '#' in url else '#'}{_DIRECTIVE}text={directive}"


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """The first and the last words of a passage, ever more of them, while something stays between the two."""
    breaks = [match.span() for match in _BREAK.finditer(text)]
    first_stop, last_start = (breaks[0][0], breaks[-1][1]) if breaks else (len(text), 0)
    heads = [unit.end() for unit in _UNIT.finditer(text, 0, first_stop)]
    tails = [unit.start() for unit in _UNIT.finditer(text, last_start)][::-1]
    head, tail = _enough(heads, 0, *_HEAD), _enough(tails, len(text), *_TAIL)
    for more in range(_LONGER + 1):
        stop, begin = heads[min(head + more, len(heads) - 1)], tails[min(tail + more, len(tails) - 1)]
        if stop >= begin:
            return
        yield _line(text[:stop]), _line(text[begin:])


def _contexts(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Words before and after, the fewest first."""
    for words in range(1, len(before) + len(after) + 1):
        for behind in range(max(0, words - len(before)), min(words, len(after)) + 1):
            yield before[words - behind - 1] if words > behind else "", after[behind - 1] if behind else ""


def _enough(limits: list[int], edge: int, words: int, characters: int) -> int:
    """The index of the first limit of a unit that holds enough words or characters from `edge`."""
    for index, limit in enumerate(limits):
        if index + 1 >= words or abs(limit - edge) >= characters:
            return index
    return len(limits) - 1


def _is_little(line: str) -> bool:
    """Whether a line has too little in it to be found by."""
    return sum(map(str.isalpha, line)) < _LITTLE


def _widened(body: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends, which lie at limits of words."""
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    while start > 0 and not _is_word_limit(body, start):
        start -= 1
    while end < len(body) and not _is_word_limit(body, end):
        end += 1
    return start, end


def _is_word_limit(text: str, at: int) -> bool:
    """Whether a word surely ends or begins at `at`, in any locale (after UAX 29, default word boundaries)."""
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return True
    if unicodedata.category(after) in _JOINED or (before.isalnum() and after.isalnum()):
        return False
    if before.isalnum() and after in _WITHIN_WORDS:
        return at + 1 >= len(text) or not text[at + 1].isalnum()
    if before in _WITHIN_WORDS and after.isalnum():
        return at < 2 or not text[at - 2].isalnum()
    return "_" not in {before, after}


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _folded_blocks(text: str) -> str:
    text = _letters(text).replace("\n\n", "\n")
    return _BLANKS.sub(" ", text) if _UNEVEN.search(text) else text


def _folded(text: str) -> str:
    return _SPACES.sub(" ", _letters(text)).strip()


def _letters(text: str) -> str:
    """`text` without case and accents, and with one kind of each quotation mark (UTS 10, primary level)."""
    return (text if text.isascii() else _FOREIGN.sub(_plainly, text)).lower()


def _plainly(match: re.Match[str]) -> str:
    return _plain(match[0])


@lru_cache(maxsize=8192)
def _plain(letters: str) -> str:
    letters = unicodedata.normalize("NFKD", letters).translate(_MARKS)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


_BLANKS: Final = re.compile(r"[^\S\n]+")
_UNEVEN: Final = re.compile(r"[^\S\n ]|  ")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_MARKS: Final = str.maketrans(dict.fromkeys("“”„‟״", '"') | dict.fromkeys("‘’‚‛׳", "'") | {"\u00ad": None})


def _encoded(text: str) -> str:
    """Percent-encoded, with '-', ',' and '&', which the syntax uses itself."""
    return quote(text, safe="").replace("-", "%2D")
