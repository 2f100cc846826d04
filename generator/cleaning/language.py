"""The language of a text by its commonest words and its script: text in, a BCP 47 tag or None out."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

# Function words that are frequent in one language and rare or absent in the others here.
_WORDS: Final[dict[str, frozenset[str]]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the and of to that with for was is are has have said from this which their been will",
        "de": "der die das und nicht mit ist für auf dem den ein eine sich auch werden wurde nach bei von",
        "fr": "les des est une dans pour pas sur avec qui que plus sont ont aux été cette ses mais le",
        "es": "los las una para con por que del más pero como sus fue han este está según también el",
        "it": "della che non per una sono con dei nel gli delle più anche come alla dal questo il è",
        "pt": "não uma para com dos das mais como foi pelo pela seu são está também que em ao os",
        "nl": "het een van niet zijn voor met aan dat ook werd door naar bij heeft worden de en",
        "sv": "och att det som för inte med till är den har av på ett från om kan efter",
        "da": "og at det ikke til er den har af på et fra også efter blev med som der",
        "nb": "og å det ikke til er den har av på et fra også etter ble med som som",
        "pl": "nie się jest na do że przez oraz który która został po dla jak tym są był",
        "fi": "ja on ei että se ovat mutta myös kun joka hän oli sekä mukaan jotka",
        "tr": "ve bir bu için ile olarak da de olan daha çok gibi kadar sonra ancak",
        "cs": "se na že je do by které jako pro bylo podle jsou také která ale",
        "ro": "și în este pentru care din cu nu la mai sunt fost prin această",
        "hu": "és hogy nem egy van volt meg csak már mint azt ez is",
        "id": "yang dan di untuk dengan tidak dari ini dalam pada akan itu",
    }.items()
}
_TAGS: Final = {
    word: tuple(tag for tag, words in _WORDS.items() if word in words)
    for word in frozenset(word for words in _WORDS.values() for word in words)
}
_SCRIPTS: Final = (
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
# Letters that decide within a script.
_BEYOND_LATIN: Final = re.compile(
    "[\u0370-\u1dff\u2c00-\ud7ff\uf900-\uffdc]"
)  # letters, no dashes and quotes
_PERSIAN: Final = re.compile("[پچژگ]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 1500  # characters
_FEWEST_HITS: Final = 6
_MARGIN: Final = 1.3  # the best language must lead the second by this


def language_of(text: str) -> str | None:
    """The language that `text` is evidently in; None when it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if _BEYOND_LATIN.search(sample):
        letters = len(_LETTER.findall(sample))
        for tag, script in _SCRIPTS:
            share = len(script.findall(sample)) / max(letters, 1)
            if share > (0.02 if tag == "uk" else 0.1 if tag == "ja" else 0.3):
                return "fa" if tag == "ar" and len(_PERSIAN.findall(sample)) > letters * 0.02 else tag
    return _by_words(sample)


def _by_words(sample: str) -> str | None:
    hits: dict[str, int] = {}
    for word, count in Counter(_WORD.findall(sample.lower())).items():
        for tag in _TAGS.get(word, ()):
            hits[tag] = hits.get(tag, 0) + count
    ranked = sorted(((count, tag) for tag, count in hits.items()), reverse=True)
    (best, tag), (second, _) = [*ranked, (0, ""), (0, "")][:2]
    return tag if best >= _FEWEST_HITS and best >= second * _MARGIN else None
