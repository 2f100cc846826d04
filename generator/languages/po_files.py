"""Read a catalogue: the bytes of a .po file in, its translations out, or what is wrong and where."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from generator.diagnostics import Position, Problem, Severity

NUMBER: Final = "num"  # the placeholder of a message's number; a form may say it in words
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
_ON_LINE: Final = re.compile(r" on \d+$")
_RULE_LINE: Final = re.compile(r"^\"Plural-Forms:", re.MULTILINE)
_ONE_OR_MORE: Final = "(n != 1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """What a file translates: each message's forms by its English text, and the rule of the forms, an
    expression of `n` as in C. `problems` are those of the file; what they concern is left out."""

    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural: str = _ONE_OR_MORE
    problems: tuple[Problem, ...] = ()


def read_po_file(data: bytes, place: str, known: Collection[str]) -> Translations:
    """The translations of a file, which messages call `place`; `known` are the messages that there are."""
    try:
        text = data.decode("utf-8-sig")
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        return _unread(Position(path=place, line=line, col=column), f"It is not UTF-8: {error.reason}.")
    except PoFileError as error:
        return _unread(
            Position(path=place, line=error.lineno + 1, col=1), f"{_ON_LINE.sub('', str(error.args[0]))}."
        )
    except ValueError as error:  # a header that is none: a charset, a date, a rule of plurals
        return _unread(Position(path=place), f"Its header cannot be read: {error}.")
    reading = _Reading(text, place, catalog)
    return Translations(
        messages=dict(reading.messages(known)), plural=catalog.plural_expr, problems=tuple(reading.problems)
    )


class _Reading:
    """The messages of a file, and what is wrong with them."""

    def __init__(self, text: str, place: str, catalog: Catalog) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._place = place
        self._catalog = catalog
        self.problems: list[Problem] = []

    def messages(self, known: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The translations that can be used."""
        if not self._has_a_rule():
            return
        for message in self._catalog:
            forms = _forms(message)
            if not message.id or not any(forms):
                continue
            key = _texts(message)[0]
            if key not in known:
                self._tell(message, f"{key!r} is no text of Dayfold.", "Remove it.", Severity.WARNING)
            elif message.fuzzy:
                self._tell(
                    message,
                    f"{key!r} is marked as fuzzy.",
                    "Look at it, and remove the mark.",
                    Severity.WARNING,
                )
            elif fault := self._fault(message, forms):
                self._tell(message, fault, "Write the same placeholders as in the English, and every form.")
            else:
                yield key, forms

    def _has_a_rule(self) -> bool:
        try:
            rule = c2py(self._catalog.plural_expr)
            most = max(map(rule, range(1000)))
        except (ValueError, ArithmeticError, RecursionError) as error:
            wrong = str(error)
        else:
            if most < self._catalog.num_plurals:
                return True
            wrong = f"it gives form {most}, and nplurals is {self._catalog.num_plurals}"
        found = _RULE_LINE.search(self._text)
        line = self._text.count("\n", 0, found.start()) + 1 if found else 1
        self.problems.append(
            _problem(
                Position(path=self._place, line=line, col=1), f"The rule of plurals is wrong: {wrong}.", _RULE
            )
        )
        return False

    def _fault(self, message: Message, forms: tuple[str, ...]) -> str:
        """What is wrong with the forms of a message; empty where nothing is."""
        texts = _texts(message)
        if len(texts) > 1 and (len(forms) != self._catalog.num_plurals or not all(forms)):
            given = sum(map(bool, forms))
            return f"{texts[0]!r} has {given} of the {self._catalog.num_plurals} forms of numbers."
        wanted = {name for text in texts for name in PLACEHOLDER.findall(text)}
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            if unknown := sorted(found - wanted):
                return f"{form!r} has the placeholder %({unknown[0]})s, which {texts[0]!r} has not."
            spared = {NUMBER} if len(texts) > 1 else set()
            if missing := sorted(wanted - found - spared):
                return f"{form!r} lacks the placeholder %({missing[0]})s of {texts[0]!r}."
            if wanted and "%" in PLACEHOLDER.sub("", form).replace("%%", ""):
                return f"{form!r} has a % that begins no placeholder; it is written %%."
        return ""

    def _tell(self, message: Message, wrong: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        start = max((message.lineno or 1) - 1, 0)
        line = next(
            (at for at in range(start, len(self._lines)) if self._lines[at].startswith("msgstr")), start
        )
        self.problems.append(
            _problem(Position(path=self._place, line=line + 1, col=1), wrong, remedy, severity)
        )


def _texts(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def _forms(message: Message) -> tuple[str, ...]:
    found = message.string
    return tuple(found) if isinstance(found, list | tuple) else (found or "",)


def _unread(position: Position, wrong: str) -> Translations:
    return Translations(problems=(_problem(position, wrong, "Mend the file; gettext's msgfmt says more."),))


def _problem(position: Position, wrong: str, remedy: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code="bad-translation", position=position, message=wrong, remedy=remedy, severity=severity)


_RULE: Final = "Write it as gettext has it: Plural-Forms: nplurals=2; plural=(n != 1);"
