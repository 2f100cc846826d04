"""Find the texts of a language: its catalogues (GNU gettext's .po) in, one value that translates out.

A message's key is its English text. The catalogues that come with Dayfold stand beside this file; a site's
own, site_config/locales/XX.po, adds a language or goes before single texts of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from generator.diagnostics import Position, Problem, Severity, shown
from generator.languages.po_files import read_po_file
from generator.model.ids import digest_of

FOLDER: Final = "site_config/locales"
TEMPLATE: Final = "messages.pot"
_HERE: Final = files("generator.languages")
_SPOKEN: Final = "en"  # by the code
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of a language. `language` is the site's own tag (BCP 47), `texts` the language that they are
    in: English where there is no catalogue. `messages` has each message's forms by its English text, and
    `plural` is the rule of the forms, an expression of `n` as in C."""

    language: str = _SPOKEN
    texts: str = _SPOKEN
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, hash=False)
    plural: str = "(n != 1)"

    @property
    def hash(self) -> str:
        """Changes with anything that it says."""
        return digest_of(repr((self.language, self.texts, sorted(self.messages.items()), self.plural)))

    @property
    def written(self) -> str:
        """The language that days and numbers are written in: with the site's country, where its texts are in
        its language."""
        return self.language if primary(self.language) == primary(self.texts) else self.texts

    def gettext(self, text: str) -> str:
        """The translation of `text`, or itself."""
        forms = self.messages.get(text)
        return forms[0] if forms else text

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The translation that fits `number`."""
        forms = self.messages.get(singular)
        if forms:
            return forms[_rule(self.plural)(number)]
        return singular if number == 1 else plural

    def used_in(self, place: str) -> dict[str, tuple[str, ...]]:
        """The translations of what the `theme` or the `scripts` say, by the English."""
        return {text: self.messages[text] for text in sorted(messages_of(place)) if text in self.messages}


ENGLISH: Final = Catalogue()


def load_catalogue(root: Path, language: str) -> tuple[Catalogue, list[Problem]]:
    """The texts of the site at `root`, whose language is `language`, and what is wrong with its own
    catalogues.

    `de-AT` has the texts of `de` where it has none of its own.
    """
    known = messages_of()
    messages: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    plural, texts = ENGLISH.plural, _SPOKEN
    for name, file, place in _files(root, language):
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.append(_unreadable(place, error))
            continue
        found = read_po_file(data, place, known)
        problems += found.problems
        if not messages:
            plural = found.plural
        elif any(len(forms) > 1 for forms in found.messages.values()) and not _agree(plural, found.plural):
            problems.append(_other_rule(place, plural))
            continue
        messages.update(found.messages)
        texts = name if found.messages else texts
    if primary(language) != _SPOKEN and (missing := len(known - messages.keys())):
        problems.append(_untranslated(language, missing, len(known)))
    return Catalogue(language=language, texts=texts, messages=messages, plural=plural), problems


def is_right_to_left(language: str) -> bool:
    """Whether `language` is written from right to left."""
    return primary(language) in _RIGHT_TO_LEFT


def primary(language: str) -> str:
    """`de` of `de-AT`."""
    return language.partition("-")[0].lower()


def _files(root: Path, language: str) -> Iterator[tuple[str, Traversable, str]]:
    """The catalogues of a language, the one that goes before others last: its name, the file, and what
    messages call it."""
    for name in dict.fromkeys((primary(language), language)):
        ours, own = _HERE / f"{name}.po", root / FOLDER / f"{name}.po"
        if ours.is_file():
            yield name, ours, f"generator/languages/{name}.po"
        if own.is_file():
            yield name, own, shown(own, root)


@cache
def _rule(plural: str) -> Callable[[int], int]:
    return c2py(plural)


def _agree(plural: str, other: str) -> bool:
    """Whether two rules give the same form for every number; beyond a thousand none is known that differs."""
    return all(_rule(plural)(number) == _rule(other)(number) for number in range(1000))


@cache
def _template() -> Catalog:
    with (_HERE / TEMPLATE).open("rb") as file:
        return read_po(file)


@cache
def messages_of(place: str = "") -> frozenset[str]:
    """Every message by its English text, or those of a place ('theme', 'scripts')."""
    return frozenset(
        message.id if isinstance(message.id, str) else message.id[0]
        for message in _template()
        if message.id and (not place or place in {name for name, _ in message.locations})
    )


def _unreadable(place: str, error: OSError) -> Problem:
    return Problem(
        code="unreadable",
        position=Position(path=place),
        message=f"The file cannot be read: {error.strerror or error}.",
        remedy="Mend its permissions, or take it away.",
    )


def _other_rule(place: str, plural: str) -> Problem:
    return Problem(
        code="bad-translation",
        position=Position(path=place, line=1, col=1),
        message="Its rule of plurals is not that of the texts that it goes before.",
        remedy=f"Write plural={plural}; in Plural-Forms.",
    )


def _untranslated(language: str, missing: int, all_: int) -> Problem:
    whole = "What readers see besides articles is"
    part = f"{missing} of the {all_} texts that readers see are"
    return Problem(
        code="untranslated",
        position=Position(path="site_config/digest.yml"),
        message=f"{whole if missing == all_ else part} not translated into {language!r}.",
        remedy=f"docs/languages.md tells how to translate it, in {FOLDER}/{language}.po; "
        "until then it is English.",
        severity=Severity.NOTE,
    )
