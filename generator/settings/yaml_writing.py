"""Plain values in, YAML text out, in one style: block mappings, bracketed lists, quotes where needed.

What is written without quotes is text in YAML 1.1 and 1.2 alike, so that other programs read it as we do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeAlias, TypeGuard

Writable: TypeAlias = (
    "bool | int | float | str | date | Enum | Sequence[Writable] | Mapping[str, Writable] | None"
)

_PLAIN: Final = re.compile(r"""[^\W\d_](?:[\w.;!?()/'&%+=$~–—‘’“”„«»…·-]| (?=[^\s#])|:(?=[^\s])|,)*""")
_PLAIN_IN_LIST: Final = re.compile(r"""[^\W\d_](?:[\w.;!()/'&%+=$~–—‘’“”„«»…·-]| (?=[^\s#]))*""")
# Words that YAML 1.1 or 1.2 takes for something else than text.
_RESERVED: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"})
# What JSON leaves as it is and YAML does not allow or takes for a line end.
_TO_ESCAPE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write_mapping(mapping: Mapping[str, Writable], indent: str = "") -> str:
    """`mapping` as block YAML, one key a line, each line begun with `indent` and ended with LF."""
    return "".join(f"{indent}{line}\n" for line in mapping_lines(mapping))


def mapping_lines(mapping: Mapping[str, Writable]) -> Iterator[str]:
    """The lines of `mapping` as block YAML; mappings within it, and lists of mappings, are indented by two
    spaces."""
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield f"{_scalar(key, _PLAIN)}:"
            yield from ("  " + line for line in mapping_lines(value))
        elif _is_list_of_mappings(value):
            yield f"{_scalar(key, _PLAIN)}:"
            yield from (f"  - {flow_mapping(item)}" for item in value)
        else:
            yield f"{_scalar(key, _PLAIN)}: {_inline(value, _PLAIN)}"


def flow_value(value: Writable) -> str:
    """`value` on one line, as it would stand within a list."""
    return _inline(value, _PLAIN_IN_LIST)


def flow_mapping(mapping: Mapping[str, Writable]) -> str:
    """`mapping` on one line, in braces."""
    return (
        "{"
        + ", ".join(f"{_scalar(k, _PLAIN_IN_LIST)}: {_inline(v, _PLAIN_IN_LIST)}" for k, v in mapping.items())
        + "}"
    )


def write_time(moment: datetime) -> str:
    """An aware time as ISO 8601 with its offset, UTC as Z."""
    text = moment.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _is_list_of_mappings(value: Writable) -> TypeGuard[Sequence[Mapping[str, Writable]]]:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(item, Mapping) and item for item in value)
    )


def _inline(value: Writable, plain: re.Pattern[str]) -> str:
    if isinstance(value, Enum):
        value = str(value.value)
    if isinstance(value, str):
        return _scalar(value, plain)
    if isinstance(value, date):  # a datetime is a date
        return write_time(value) if isinstance(value, datetime) else value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return flow_mapping(value)
    return "[" + ", ".join(_inline(item, _PLAIN_IN_LIST) for item in value) + "]"


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text) and text.lower() not in _RESERVED and text.isprintable():
        return text
    return _TO_ESCAPE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
