"""YAML text in, plain values and the place of each out.

Values are built from the parser's events in one pass without recursion: nothing of PyYAML's constructors
or composer is used, so no tag can make an object and no alias can grow a document. Scalars follow the core
schema of YAML 1.2.2 (section 10.3): `no`, `12:30:45` and `2026-08-17` are text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

import yaml
from yaml import events

from generator.diagnostics import Position, Problem

YamlValue: TypeAlias = "bool | int | float | str | list[YamlValue] | dict[str, YamlValue] | None"
KeyPath: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]  # line and column, both from 1

# Far above what people write (5,000 publishers are 2 MB and 150,000 values), far below what hurts.
MAX_CHARS: Final = 8 * 2**20
MAX_NODES: Final = 400_000
MAX_DEPTH: Final = 64
MAX_NUMBER: Final = 100  # characters; Python's own limit on digits would raise at 4,300

# libyaml's parser where PyYAML was built with it: 20 times faster, the same events.
_LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_CONSTANTS: Final[Mapping[str, bool | float | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + inf: float("inf") for sign in ("", "+") for inf in (".inf", ".Inf", ".INF")},
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_STARTS: Final = frozenset("+-.0123456789")
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END: Final = re.compile("\r\n|[\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML document. `keys` and `values` say where each key and value begins, by its path from the root
    (`("sources", 2, "name")`); `ends` has the place behind each list and mapping."""

    path: str
    value: YamlValue
    keys: Mapping[KeyPath, Place]
    values: Mapping[KeyPath, Place]
    ends: Mapping[KeyPath, Place]

    def position(self, path: KeyPath) -> Position:
        """Where the value at `path` begins, or the nearest thing above it that is there."""
        return self._position(self.values, path)

    def key_position(self, path: KeyPath) -> Position:
        """Where the key at `path` begins; a list's item has no key: then where the item begins."""
        return self._position(self.keys if path in self.keys else self.values, path)

    def _position(self, places: Mapping[KeyPath, Place], path: KeyPath) -> Position:
        while path and path not in places:
            path = path[:-1]
            places = self.values
        line, col = places.get(path, (1, 1))
        return Position(path=self.path, line=line, col=col)


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """UTF-8 bytes as text, without a byte order mark; otherwise None and a problem (`not-utf8`)."""
    try:
        return data.decode().removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line = before.count("\n") + 1
        col = len(before) - (before.rfind("\n") + 1) + 1
        problem = Problem(
            code="not-utf8",
            position=Position(path=path, line=line, col=col),
            message=f"The byte 0x{data[error.start]:02x} is not UTF-8 text.",
            remedy="Save the file as UTF-8.",
        )
        return None, [problem]


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Document | None, list[Problem]]:
    """The one document of `text`, and every problem found; None when there is an error.

    `first_line` is the line of the file `path` on which `text` begins. An empty text is a document whose
    value is None. Never raises, whatever the text.
    """
    if refusal := _refuse_text(text, path, first_line):
        return None, [refusal]
    builder = _Builder(path, first_line)
    # libyaml drops the line end that a block scalar at a text's very end implies (L24T of the YAML suite)
    stream = yaml.parse(text if text.endswith("\n") else text + "\n", Loader=_LOADER)
    try:
        for event in stream:
            builder.feed(event)
    except _RefusedError as refused:
        return None, [*builder.problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, path, first_line)]
    finally:
        _close(stream)
    return (None if builder.problems else builder.document()), builder.problems


def resolve_plain(text: str) -> bool | int | float | str | None:
    """What an unquoted scalar means in the core schema of YAML 1.2.

    Raises ValueError for a number of more than MAX_NUMBER characters.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    for pattern, read in _NUMBERS:
        if pattern.fullmatch(text):
            if len(text) > MAX_NUMBER:
                raise ValueError(f"a number of {len(text)} characters")
            return read(text)
    return text


_NUMBERS: Final[tuple[tuple[re.Pattern[str], Callable[[str], int | float]], ...]] = (
    (_INTEGER, int),
    (_OCTAL, lambda text: int(text, 8)),
    (_HEXADECIMAL, lambda text: int(text, 16)),
    (_FLOAT, float),
)


_Node: TypeAlias = events.ScalarEvent | events.CollectionStartEvent


class _Mark(Protocol):
    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _RefusedError(Exception):
    """Reading stops here: the document goes beyond a limit."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come; `key` is the mapping's key that waits for its value."""

    path: KeyPath
    items: list[YamlValue] | None = None
    entries: dict[str, YamlValue] | None = None
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the value from events, keeping its own stack."""

    path: str
    first_line: int
    problems: list[Problem] = field(default_factory=list)
    value: YamlValue = None
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    ends: dict[KeyPath, Place] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0

    def document(self) -> Document:
        return Document(path=self.path, value=self.value, keys=self.keys, values=self.values, ends=self.ends)

    def feed(self, event: yaml.Event) -> None:
        if isinstance(event, events.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, events.SequenceStartEvent):
            self._start(event, _Open((), items=[]))
        elif isinstance(event, events.MappingStartEvent):
            self._start(event, _Open((), entries={}))
        elif isinstance(event, events.CollectionEndEvent):
            self.ends[self.open.pop().path] = self._place(event.end_mark)
        elif isinstance(event, events.AliasEvent):
            raise self._refused(
                event, f"The alias '*{event.anchor}' is refused.", "Write the value out in full."
            )
        elif isinstance(event, events.DocumentStartEvent):
            self._next_document(event)

    def _next_document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._refused(
                event, "A second document begins here.", "Keep one document a file: remove this '---' line."
            )

    def _scalar(self, event: events.ScalarEvent) -> None:
        parent = self.open[-1] if self.open else None
        if parent is not None and parent.entries is not None and parent.key is None:
            self._check(event)
            self._take_key(parent, event)
            return
        path = self._admit(event)
        value: YamlValue = event.value
        if event.implicit[0] and not event.style:
            value = self._resolve(event)
        self._put(value)
        self.values[path] = self._place(event.start_mark)

    def _resolve(self, event: events.ScalarEvent) -> YamlValue:
        try:
            return resolve_plain(event.value)
        except ValueError as error:
            raise self._refused(
                event, f"Here stands {error}; {MAX_NUMBER} is the limit.", "Put it in quotes if it is text."
            ) from error

    def _start(self, event: _Node, container: _Open) -> None:
        parent = self.open[-1] if self.open else None
        if parent is not None and parent.entries is not None and parent.key is None:
            raise self._refused(event, "A key is a list or a mapping.", "Write a word as the key.")
        if len(self.open) >= MAX_DEPTH:
            raise self._refused(
                event, f"Lists and mappings are nested more than {MAX_DEPTH} deep.", "Take the nesting out."
            )
        container.path = self._admit(event)
        self._put(container.items if container.items is not None else container.entries)
        self.values[container.path] = self._place(event.start_mark)
        self.open.append(container)

    def _admit(self, event: _Node) -> KeyPath:
        """Check a value's event and say what its path is."""
        self._check(event)
        if not self.open:
            return ()
        parent = self.open[-1]
        if parent.items is not None:
            return (*parent.path, len(parent.items))
        return (*parent.path, parent.key or "")

    def _check(self, event: _Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._refused(
                event, f"There are more than {MAX_NODES} values.", "Split the file or shorten it."
            )
        if event.anchor is not None:
            raise self._refused(event, f"The anchor '&{event.anchor}' is refused.", "Remove it.")
        if event.tag is not None:
            raise self._refused(event, f"The tag '{event.tag}' is refused.", "Remove it, or quote the text.")

    def _take_key(self, parent: _Open, event: yaml.ScalarEvent) -> None:
        key = event.value
        path = (*parent.path, key)
        parent.key = key
        if parent.entries and key in parent.entries:
            self.problems.append(self._duplicate(event, path))
        else:
            self.keys[path] = self._place(event.start_mark)

    def _put(self, value: YamlValue) -> None:
        if not self.open:
            self.value = value
            return
        parent = self.open[-1]
        if parent.items is not None:
            parent.items.append(value)
        elif parent.entries is not None and parent.key is not None:
            parent.entries[parent.key] = value
            parent.key = None

    def _place(self, mark: _Mark | None) -> Place:
        if mark is None:  # PyYAML's types allow it; its parsers give every event a mark
            return (self.first_line, 1)
        return (mark.line + self.first_line, mark.column + 1)

    def _position(self, event: yaml.Event) -> Position:
        line, col = self._place(event.start_mark)
        return Position(path=self.path, line=line, col=col)

    def _duplicate(self, event: events.ScalarEvent, path: KeyPath) -> Problem:
        line, _ = self.keys[path]
        return Problem(
            code="yaml-duplicate-key",
            position=self._position(event),
            message=f"`{_short(event.value)}` stands here a second time; the first is on line {line}.",
            remedy="Keep one of them.",
        )

    def _refused(self, event: yaml.Event, message: str, remedy: str) -> _RefusedError:
        return _RefusedError(
            Problem(code="yaml-limit", position=self._position(event), message=message, remedy=remedy)
        )


def _refuse_text(text: str, path: str, first_line: int) -> Problem | None:
    if len(text) > MAX_CHARS:
        return Problem(
            code="yaml-limit",
            position=Position(path=path, line=first_line, col=1),
            message=f"The text has {len(text)} characters; {MAX_CHARS} is the limit.",
            remedy="Split the file or shorten it.",
        )
    if (found := _UNPRINTABLE.search(text)) is None:
        return None
    before = _LINE_END.split(text[: found.start()])
    return Problem(
        code="yaml-syntax",
        position=Position(path=path, line=first_line + len(before) - 1, col=len(before[-1]) + 1),
        message=f"The character U+{ord(found.group()):04X} cannot stand in YAML.",
        remedy=f'Remove it, or write it as an escape in double quotes: "\\u{ord(found.group()):04x}".',
    )


_INDENTATION: Final = (
    "Give all keys of one mapping the same indentation, and put a text that begins with a quotation mark "
    "wholly in quotes."
)
# What libyaml and PyYAML say, and what a person needs to hear; the first phrase found counts.
_EXPLANATIONS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "A colon followed by a blank cannot stand here.",
        "Put the whole value in double quotes, or mend the indentation.",
    ),
    (
        "found character that cannot start any token",
        "No value can begin with this character.",
        "Indent with spaces, never tabs; put a value that begins with @, ` or % in double quotes.",
    ),
    (
        "found a tab character",
        "A tab stands where only spaces can.",
        "Indent with spaces.",
    ),
    (
        "could not find expected ':'",
        "This line has no colon after its key.",
        "Write `key: value`, and indent the lines that continue a value.",
    ),
    (
        "found unexpected end of stream",
        "A quotation mark is opened and never closed.",
        "Close it, and write a quotation mark within the text as \\\" or ''.",
    ),
    (
        "found unknown escape character",
        "This backslash begins no escape that YAML knows.",
        "Write it twice, or use single quotes.",
    ),
    (
        "expected ',' or ']'",
        "A list is opened with [ and never closed, or lacks a comma.",
        "Write [one, two], with quotes around a text that has a comma or a bracket in it.",
    ),
    (
        "expected ',' or '}'",
        "A mapping is opened with { and never closed, or lacks a comma.",
        "Write {key: value, other: value}, with quotes around a text that has a comma or a brace in it.",
    ),
    (
        "did not find expected key",
        "This line does not belong to what stands above it.",
        _INDENTATION,
    ),
    (
        "expected <block end>",
        "This line does not belong to what stands above it.",
        _INDENTATION,
    ),
    (
        "expected '-' indicator",
        "This line does not belong to the list above it.",
        "Begin each item with '- ', all with the same indentation.",
    ),
)


def _syntax_problem(error: yaml.YAMLError, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, col = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text cannot be read"
    unexplained = (f"This is not YAML: {said}.", "Mend the line, or put the value in double quotes.")
    message, remedy = next((rest for phrase, *rest in _EXPLANATIONS if phrase in said), unexplained)
    return Problem(
        code="yaml-syntax",
        position=Position(path=path, line=line, col=col),
        message=message,
        remedy=remedy,
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _close(stream: Iterator[yaml.Event]) -> None:
    close = getattr(stream, "close", None)  # yaml.parse is a generator; its stubs say Iterator
    if close is not None:
        close()
