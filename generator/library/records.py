"""Editions' records: content/editions/**.json in, editions out, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Final

import pydantic
from pydantic import TypeAdapter, ValidationError

from generator.cache_file import code_of
from generator.diagnostics import DayfoldError, Position, Problem, shown
from generator.library.article_index import content_hash
from generator.library.record_migrations import FORMAT, RESTORE, FormatError, migrated
from generator.model.calendar import span_of
from generator.model.edition import Edition
from generator.model.ids import EditionId
from generator.output import write_if_changed

_LATER: Final = ("moved", "taken_down")  # fields that came later: a record that has none says nothing of them
_FOLDER: Final = Path("content", "editions")
# What makes a record of an edition: when the text of one of these changes, other bytes may come of it.
_MAKERS: Final = ("generator.library", "generator.model")
_ADAPTER: Final = TypeAdapter(Edition)
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NONE: Final = timedelta(0)
_ARTICLE_ID: Final = re.compile(rf"\d{{4}}/\d{{2}}/\d{{2}}/{_SLUG.pattern}")


def record_path(root: Path, edition: EditionId) -> Path:
    """Where the record of `edition` lies: content/editions/2026/08/17.json, …/W34.json, …/08.json."""
    return root / _FOLDER / f"{edition}.json"


def load_records(
    root: Path, held: MutableMapping[bytes, Edition] | None = None
) -> tuple[dict[EditionId, Edition], list[Problem]]:
    """Every record by id, in order of path, and a problem for each that cannot be read. One whose bytes are
    `held`, by their hash, is not parsed again; the others are put there.

    A record that cannot be read is the only memory of what was published: whoever gets a problem from here
    must write no record.
    """
    records: dict[EditionId, Edition] = {}
    problems: list[Problem] = []
    for path in sorted((root / _FOLDER).rglob("*.json")):
        try:
            data = _bytes(path, root)
            hash_ = content_hash(data) if held is not None else b""
            record = held.get(hash_) if held is not None else None
            if record is None or record_path(root, record.id) != path:
                record = _parse(data, path, root)
                if held is not None:
                    held[hash_] = record
        except DayfoldError as error:
            problems.extend(error.problems)
            continue
        records[record.id] = record
    return records, problems


def record_fields(edition: Edition) -> dict[str, Any]:
    """A record as JSON values, named as formats.md names them."""
    return _outward(_ADAPTER.dump_python(edition, mode="json"))


def rewritten(edition: Edition, text: Callable[[str], str]) -> Edition:
    """The edition with `text` of every string in its place; itself when that changes nothing."""
    fields = _ADAPTER.dump_python(edition, mode="json")
    changed = _rewritten(fields, text)
    return edition if changed == fields else _ADAPTER.validate_python(changed)


def _rewritten(value: Any, text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_rewritten(item, text) for item in value]
    if isinstance(value, dict):
        return {text(key): _rewritten(item, text) for key, item in value.items()}
    return value


def serialise_record(edition: Edition) -> bytes:
    """The bytes of a record: keys sorted, one value a line, UTF-8, a final newline."""
    return (json.dumps(record_fields(edition), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


class RecordsAsWritten:
    """Which records have the very bytes that would be written of them, by the hashes of those bytes: kept at
    `path`, a cache that says nothing where it was made by other code. None is to keep nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._hashes: set[bytes] = set()
        if path is not None:
            with suppress(OSError, ValueError, TypeError, LookupError):
                known = json.loads(path.read_bytes())
                if known["made_by"] == _makers_version():
                    self._hashes = set(map(bytes.fromhex, known["hashes"]))

    def changed(
        self, root: Path, editions: Iterable[Edition], held: Mapping[bytes, Edition]
    ) -> list[Edition]:
        """Those of `editions` whose record on disk is missing or has other bytes. One that is as it was read,
        `held` by the hash of its bytes, need not be serialised."""
        found, current = [], set()
        for edition in editions:
            path = record_path(root, edition.id)
            data = path.read_bytes() if path.is_file() else b""
            hash_ = content_hash(data)
            is_held = hash_ in self._hashes and held.get(hash_) == edition
            if is_held or (data and data == serialise_record(edition)):
                current.add(hash_)
            else:
                found.append(edition)
        self._hashes = current
        return found

    def keep(self) -> None:
        """Write down what was found; nothing comes of it where that cannot be."""
        if self._path is not None:
            hashes = [hash_.hex() for hash_ in sorted(self._hashes)]
            told = {"made_by": _makers_version(), "hashes": hashes}
            with suppress(DayfoldError):
                write_if_changed(self._path, json.dumps(told).encode())


def changed_records(root: Path, editions: Iterable[Edition]) -> list[Edition]:
    """Those of `editions` whose record on disk is missing or has other bytes."""
    return RecordsAsWritten(None).changed(root, editions, {})


def save_record(root: Path, edition: Edition) -> bytes:
    """Write the record of `edition`, whole or not at all; the hash of its bytes."""
    data = serialise_record(edition)
    write_if_changed(record_path(root, edition.id), data)
    return content_hash(data)


def place_in_record(edition: Edition, text: str) -> Position:
    """Where `text` first stands in the record of `edition`, for messages."""
    lines = serialise_record(edition).decode().splitlines()
    path = (_FOLDER / f"{edition.id}.json").as_posix()
    for number, line in enumerate(lines, start=1):
        if (column := line.find(text)) >= 0:
            return Position(path=path, line=number, col=column + 1)
    return Position(path=path)


# A record says `stories`, each with its `id` and `articles`, as formats.md promises; in the program an
# edition has entries with members, since a Story is the whole coverage.
def _outward(fields: dict[str, Any]) -> dict[str, Any]:
    stories = [
        {
            **_renamed(_told(entry), {"story": "id", "members": "articles"}),
            "articles": [_renamed(member, {"article": "id"}) for member in entry["members"]],
        }
        for entry in fields["entries"]
    ]
    rest = {key: value for key, value in fields.items() if key != "entries"}
    for name in _LATER:
        if not rest[name]:
            del rest[name]
    return {"format": FORMAT, **_renamed(rest, {"first_day": "date"}), "stories": stories}


def _inward(fields: dict[str, Any]) -> dict[str, Any]:
    entries = [
        {
            **_renamed(story, {"id": "story"}),
            "members": [_renamed(article, {"id": "article"}) for article in story["articles"]],
        }
        for story in fields["stories"]
    ]
    return {**_renamed(fields, {"date": "first_day"}), "entries": entries}


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry without a state or changes that nobody told: a record from before there were any keeps its
    bytes."""
    changed = {
        key: value if key == "sources" else [_line(line) for line in value]
        for key, value in entry["changed"].items()
        if value
    }
    told = {
        "state": entry["state"],
        "changed": changed,
        "figures": [_compared(compared) for compared in entry["figures"]],
        "edited_headline": entry["edited_headline"],
        "note": entry["note"],
        "corrections": [
            {key: value for key, value in correction.items() if value} for correction in entry["corrections"]
        ],
    }
    rest = {key: value for key, value in entry.items() if key not in told}
    rest["lines"] = [_line(line) for line in entry["lines"]]
    return {**rest, **{key: value for key, value in told.items() if value}}


def _compared(compared: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in compared.items() if value}
    return {
        key: [_line(line) for line in value] if key in ("now", "before") else value
        for key, value in told.items()
    }


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if value or key not in ("by", "reviewed", "hash")}


def _renamed(fields: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in fields.items()}


def _parse(data: bytes, path: Path, root: Path) -> Edition:
    try:
        fields = json.loads(data)
        if not isinstance(fields, dict):
            raise _bad(path, root, "It is no mapping.")
        record = _ADAPTER.validate_python(_inward(migrated(fields)))
    except FormatError as error:
        raise _bad(path, root, str(error), remedy=error.remedy) from error
    except json.JSONDecodeError as error:
        raise _bad(path, root, f"It is not JSON: {error.msg}.", (error.lineno, error.colno)) from error
    except UnicodeDecodeError as error:
        raise _bad(path, root, "It is not UTF-8 text.") from error
    except RecursionError as error:
        raise _bad(path, root, "Its brackets are nested too deeply.") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise _bad(path, root, f"A story's list or field is missing or misshapen: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _bad(path, root, f"Its field {where!r} is wrong: {first['msg'].lower()}.") from error
    except ValueError as error:
        raise _bad(path, root, f"It has a value that cannot be: {str(error)[:100]}.") from error
    if record_path(root, record.id) != path:
        raise _bad(path, root, f"It says that it is the record of {record.id!r}.")
    if fault := _fault(record):
        raise _bad(path, root, fault)
    # What it was written from says its offset so, and pages are made again where anything reads otherwise.
    return replace(
        record, updated=record.updated.replace(tzinfo=timezone(record.updated.utcoffset() or _NONE))
    )


def _bytes(path: Path, root: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _bad(path, root, f"{error.strerror or error}.") from error


def _fault(record: Edition) -> str | None:
    """What a record says that no edition can say; None when it is sound."""
    named = [member.article for entry in record.entries for member in entry.members]
    named += [item.article for item in record.left_out]
    citations = [c for entry in record.entries for line in entry.quoted for c in line.citations]
    stories = [entry.story for entry in record.entries] + [item.story for item in record.left_out]
    faults = {
        "Its date or period is not that of its path.": (record.period, record.first_day, record.last_day)
        != span_of(record.id),
        "Its time of update has no offset.": record.updated.tzinfo is None,
        "It names an article by what is no id.": not all(
            map(_ARTICLE_ID.fullmatch, [*record.articles, *stories])
        ),
        "A story names an article that the edition was not made from.": not record.articles.keys()
        >= {*named},
        "A citation's start or end cannot be.": not all(0 <= c.start < c.end for c in citations),
        "A section is named by what is no id.": not all(_SLUG.fullmatch(e.section) for e in record.entries),
    }
    return next((fault for fault, found in faults.items() if found), None)


@cache
def _makers_version() -> str:
    return f"{pydantic.VERSION} {code_of(*_MAKERS).hex()}"


def _bad(
    path: Path, root: Path, message: str, at: tuple[int, int] = (1, 1), remedy: str = RESTORE
) -> DayfoldError:
    return DayfoldError(
        Problem(
            code="bad-edition-record",
            position=Position(path=shown(path, root), line=at[0], col=at[1]),
            message=f"The edition's record cannot be read. {message}",
            remedy=remedy,
        )
    )
