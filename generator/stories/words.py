"""Turn text into words: text in, tokens and stems out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from Stemmer import Stemmer

# Numbers keep their separators, abbreviations their dots; what ends a sentence (or opens a quotation) is a
# token of its own, since a capital after it says nothing about a name.
_TOKEN: Final = re.compile(
    r"\d+(?:[.,:]\d+)*[^\W_]*"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W_]+(?:['’][^\W_]+)*"
    r"|[.!?…:;\n\"“”„«»()•|]"
)
_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")
_UNSPACED_RUN: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]+|[^\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]+"
)
BREAKS: Final = frozenset('.!?…:;\n"“”„«»()•|')

_STEMMERS: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Arabic vowel points and the lengthening stroke: mostly left out, and where not they would cut a word in two.
_POINTS: Final = dict.fromkeys([*range(0x64B, 0x653), 0x670, 0x640])
_ARTICLE: Final = re.compile("^(?:[وفبك]?ال|لل)")
_PREFIX: Final = re.compile("^(?:[وف]?(?:[بك]?ال|لل)|[وفبكل])")
_VOWELS: Final = re.compile(r"[^bdfjklmnrstxz]")  # h, w and y come and go between scripts
_DOUBLED: Final = re.compile(r"(.)\1+")
_SOUNDS: Final = str.maketrans({"p": "b", "v": "f", "c": "k", "q": "k", "g": "j"})
_MEMO_LIMIT: Final = 100_000  # words; about 12 MB. The rare ones are worked out again after that
_MEMO_CHUNKS: Final = 60_000  # about 15 MB; past that it begins anew
_MEMO_LENGTH: Final = 40  # characters; longer chunks seldom come again


def tokenize(text: str) -> list[str]:
    """The words of `text` in order, with the marks of BREAKS between sentences.

    Scripts without spaces are cut into overlapping pairs of characters, the usual stand-in for words.
    """
    return [token for chunk in text.replace("\n", " \n ").split(" ") for token in _TOKENS[chunk]]


def words_of(text: str) -> list[str]:
    """The words of `text` alone, cut more simply than `tokenize` does: at every mark."""
    if _UNSPACED.search(text):
        return [token for token in tokenize(text) if token not in BREAKS]
    return _WORD.findall(text)


def is_unspaced(text: str) -> bool:
    """Whether `text` has letters of a script that puts no spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def primary_language(language: str) -> str:
    """The language of a tag without region or script: `de` of `de-AT`."""
    return language.partition("-")[0].lower()


def fold(word: str) -> str:
    """`word` in lower-case ASCII, for comparing names over scripts and accents."""
    return word.lower() if word.isascii() else anyascii(word).lower()


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> tuple[str, ...]:
    """What scripts keep of a name when one writes it as another hears it: its consonants, in order.

    'Oberdale' and 'أوبرديل' are both `brdl`. An Arabic word may begin with the article, or only look so:
    then there are two. Names with fewer than three consonants are left out, being too alike.
    """
    forms = dict.fromkeys((word, _ARTICLE.sub("", word)))
    found = (_VOWELS.sub("", fold(form).translate(_SOUNDS)) for form in forms)
    return tuple(
        skeleton
        for skeleton in dict.fromkeys(_DOUBLED.sub(r"\1", one) for one in found)
        if len(skeleton) >= 3
    )


def is_arabic(word: str) -> bool:
    """Whether `word` is written in Arabic letters."""
    return "\u0600" <= word[0] <= "\u06ff"


def is_arabic_form(word: str, lemma: str) -> bool:
    """Whether `word` is `lemma` with a prefix or an ending, rather than another word of its root."""
    forms = (word, _PREFIX.sub("", word))
    if lemma.endswith("ة"):  # written ت before an ending
        return any(form.startswith((lemma, f"{lemma[:-1]}ت", f"{lemma[:-1]}ات")) for form in forms)
    return any(form.startswith(lemma) for form in forms)


class _Tokens(dict[str, tuple[str, ...]]):
    """From what stands between two spaces to its tokens; it remembers what it worked out.

    Looking a chunk up costs a fifth of matching it, and equal words become one object, which later look-ups
    are faster for.
    """

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        tokens = _TOKEN.findall(chunk if chunk.isascii() else chunk.translate(_POINTS))
        found = tuple(_split_unspaced(tokens) if _UNSPACED.search(chunk) else tokens)
        if len(chunk) <= _MEMO_LENGTH:
            if len(self) >= _MEMO_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_TOKENS: Final = _Tokens()


def forget_words() -> None:
    """Let go of what was worked out of texts: some 20 MB, when many were read."""
    _TOKENS.clear()
    skeletons.cache_clear()


class Stems(dict[str, str]):
    """From a word as written to its stem, in one language; it remembers what it worked out.

    A language without a stemmer keeps its words as they are, in lower case.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = primary_language(language)
        name = _STEMMERS.get(self.language)
        self._stemmer = Stemmer(name, 0) if name else None  # what it worked out is remembered here

    def __missing__(self, word: str) -> str:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = stem = self._stem(word)
        return stem

    def _stem(self, word: str) -> str:
        lower = word.lower().replace("’", "'").removesuffix("'s").strip("'.")
        if lower != word and lower in self:
            return self[lower]
        if self._stemmer is None or len(lower) < 3 or lower[0].isdigit():
            return lower
        stem: str = self._stemmer.stemWord(lower)
        self[lower] = stem
        return stem


def _split_unspaced(tokens: list[str]) -> list[str]:
    words: list[str] = []
    for token in tokens:
        if not _UNSPACED.search(token):
            words.append(token)
            continue
        for run in _UNSPACED_RUN.findall(token):
            if len(run) > 2 and _UNSPACED.match(run):
                words.extend(run[at : at + 2] for at in range(len(run) - 1))
            else:
                words.append(run)
    return words
