"""A part of a site that another machine has made: the pages of a year in, a file of them out, and back.

A part is a zip: `part.json`; `docs/`, the Markdown of its pages; `site/`, their HTML. It is believed only as
far as hashes hold it (decision 32).
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.diagnostics import DayfoldError, Position, Problem, Severity
from generator.library.article_index import content_hash
from generator.output import write_if_changed
from generator.pages import Fact
from generator.site import Made, Shard

PARTS: Final = "build/parts"
_FORMAT: Final = 1
_ABOUT: Final = "part.json"
_DOCS: Final = "docs/"
_SITE: Final = "site/"
_LEVEL: Final = 1  # of zlib: most of what there is to save, for little time
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),  # of the zip
    *(ValueError, LookupError, TypeError, AttributeError),  # of what stands in it
)
_DATED: Final = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is made


class PartRow(NamedTuple):
    """A page as it was made: by what, the hash of its bytes, and the facts that it rests on."""

    by: str
    hash: bytes
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The pages of a period: their Markdown by path in build/docs, how each was made (`rows`, of pages that
    rest on certain facts, and the `digests` of those) by which `makers`, and the HTML of those that MkDocs
    had nothing against."""

    period: str
    makers: str
    markdown: Mapping[str, bytes]
    rows: Mapping[str, PartRow]
    digests: Mapping[Fact, bytes]
    shard: Shard

    @property
    def made(self) -> Made:
        """The HTML, with what it was made of."""
        hashes = {path: content_hash(data) for path, data in self.markdown.items() if path in self.shard.told}
        return Made(shard=self.shard, hashes=hashes)


def save_part(path: Path, part: Part) -> None:
    """Write `part` to `path`, whole. Raises DayfoldError (`write-failed`)."""
    numbers = {fact: number for number, fact in enumerate(sorted(part.digests))}
    about = {
        "format": _FORMAT,
        "period": part.period,
        "makers": part.makers,
        "facts": [[*fact, part.digests[fact].hex()] for fact in numbers],
        "pages": {
            name: [row.by, row.hash.hex(), [numbers[fact] for fact in row.facts]]
            for name, row in part.rows.items()
        },
        "key": part.shard.key,
        "told": part.shard.told,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        _put(file, _ABOUT, json.dumps(about, sort_keys=True).encode())
        for folder, files in ((_DOCS, part.markdown), (_SITE, part.shard.outputs)):
            for name in sorted(files):
                _put(file, f"{folder}{name}", files[name])
    write_if_changed(path, data.getvalue())


def load_part(path: Path) -> Part:
    """The part at `path`. Raises DayfoldError (`bad-part`, a warning: whatever it has is made without it)."""
    try:
        with zipfile.ZipFile(path) as file:
            about = json.loads(file.read(_ABOUT))
            if about["format"] != _FORMAT:
                raise bad_part(path, f"It has format {about['format']!r}, not {_FORMAT}")
            return _part(about, _files(file, _DOCS), _files(file, _SITE))
    except OSError as error:
        raise bad_part(path, f"It cannot be read: {error.strerror or error}") from error
    except _BROKEN as error:
        words = str(error)[:100] or type(error).__name__
        raise bad_part(path, f"It is no part of a site: {words}") from error


def bad_part(path: Path, message: str) -> DayfoldError:
    """Why a part cannot be used."""
    return DayfoldError(
        Problem(
            code="bad-part",
            position=Position(path=path.as_posix()),
            message=f"{message}.",
            remedy="Nothing has to be done: its pages are made here. To save the time make it anew with "
            "`digest build --period`, by the same version from the same content.",
            severity=Severity.WARNING,
        )
    )


def _part(about: Mapping[str, Any], markdown: Mapping[str, bytes], outputs: Mapping[str, bytes]) -> Part:
    facts = [(str(kind), str(key)) for kind, key, _ in about["facts"]]
    return Part(
        period=str(about["period"]),
        makers=str(about["makers"]),
        markdown=markdown,
        rows={
            name: PartRow(str(by), bytes.fromhex(hash_), tuple(facts[number] for number in numbers))
            for name, (by, hash_, numbers) in about["pages"].items()
        },
        digests={
            fact: bytes.fromhex(digest) for fact, (*_, digest) in zip(facts, about["facts"], strict=True)
        },
        shard=Shard(
            key=str(about["key"]),
            told={path: _told(one) for path, one in about["told"].items()},
            outputs=outputs,
        ),
    )


def _told(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """What mkdocs_build.py reports of a page, in the form that it has there."""
    return {
        "output": str(one["output"]),
        "links": [str(path) for path in one["links"]],
        "places": [[str(path), str(anchor)] for path, anchor in one["places"]],
        "anchors": [str(anchor) for anchor in one["anchors"]],
        "reads": bool(one["reads"]),
    }


def _put(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name, _DATED), data, zipfile.ZIP_DEFLATED, _LEVEL)


def _files(file: zipfile.ZipFile, folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): file.read(name) for name in file.namelist() if name.startswith(folder)}
