"""Say in the site's language what records have in English: a sentence in, the same in other words out.

Why an article was left out, how one came to be a copy and what relates two stories is told in English where
it is found, and is kept so (content/editions, `digest explain`). A sentence of another kind stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from generator.languages import message
from generator.pages.words import Words

_SENTENCES: Final = (
    # generator/digest, of what is left out
    message("An editor left it out."),
    message("Its story came %(place)s of %(all)s in %(section)s, which carries %(limit)s."),
    message(
        "Its story came %(place)s of %(all)s in %(section)s over the period; the daily editions carry it."
    ),
    # generator/stories/related.py
    message("both name %(names)s"),
    message("both are about %(names)s"),
    # generator/stories/lineage.py
    message("It names that wire as its only reporter; the wire's text is not here."),
    message(
        "It credits that source and shares %(share)s of its three-word passages with it; the rest is its own."
    ),
    message("It came later and shares %(share)s of its three-word passages with it; the rest is its own."),
    message(
        "It is a round-up: %(share)s of its three-word passages stand in %(number)s reports "
        "of different things."
    ),
    message(
        "It credits that source and shares %(share)s of its three-word passages with the same text, "
        "and %(facts)s of its names and numbers."
    ),
    message(
        "It shares %(share)s of its three-word passages with the same text, "
        "and %(facts)s of its names and numbers."
    ),
    message(
        "It is its own source's correction or update of it: the titles say so, "
        "and %(share)s of the three-word passages are the same."
    ),
)


def recorded(words: Words, sentence: str) -> str:
    """`sentence` in the site's language, where it is one that a record has."""
    if not words.translates:
        return sentence
    for text, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            values = found.groupdict().items()
            return words.gettext(text, **{name: _VALUES[name][1](words, value) for name, value in values})
    return sentence


def _listed(words: Words, names: str) -> str:
    """`A, B and C` in the site's words."""
    head, joint, last = names.rpartition(" and ")
    return words.listed([*head.split(", "), last]) if joint else names


_VALUES: Final[dict[str, tuple[str, Callable[[Words, str], str]]]] = {
    "place": (r"\d+(?:st|nd|rd|th)", lambda words, text: words.number(int(text[:-2]))),
    "all": (r"\d+", lambda words, text: words.number(int(text))),
    "limit": (r"\d+", lambda words, text: words.number(int(text))),
    "number": (r"\d+", lambda words, text: words.number(int(text))),
    "share": (r"\d+%", lambda words, text: words.percent(int(text[:-1]))),
    "facts": (r"\d+%", lambda words, text: words.percent(int(text[:-1]))),
    "names": (".+", _listed),
    "section": (".+?", lambda words, text: words.gettext(text) if text == "Continuing" else text),
}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((text, re.compile(_pattern(text))) for text in _SENTENCES)


def _pattern(text: str) -> str:
    """What matches `text` with any values in the place of its %(name)s."""
    parts = re.split(r"%\((\w+)\)s", text)
    named = (f"(?P<{name}>{_VALUES[name][0]})" for name in parts[1::2])
    return re.escape(parts[0]) + "".join(map("{}{}".format, named, map(re.escape, parts[2::2])))
