"""What a fuzzed reader is, and one input's way through it: bytes in, a find or nothing out."""

from __future__ import annotations

import importlib
import io
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from generator.readers import Raw

# `generator` is imported where it is used: the fuzzer instruments what is imported after it.

_ROOT: Final = Path(__file__).resolve().parent.parent
_MOMENT: Final = datetime(2026, 8, 17, 12, tzinfo=UTC)
_SLOW: Final = 5.0  # seconds of processor time: a whole document of some megabytes may take ten
_LIMIT: Final = 4 << 20  # bytes, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader: its name in the registry (None: whichever takes the file), the name that its files have, the
    packages that do its work besides ours, and the modules whose words make up the fuzzer's dictionary."""

    reader: str | None
    path: str
    modules: tuple[str, ...]
    packages: tuple[str, ...] = ()


_JSON: Final = ("jsonl", "json_ld", "json_ninjs", "json_shapes", "json_export", "json_value")
TARGETS: Final[dict[str, Target]] = {
    "markdown": Target(reader="markdown", path="a.md", modules=("markdown",)),
    "feed": Target(
        reader="feed",
        path="a.xml",
        modules=("feed", "feed_item", "feed_text", "xml_text"),
        packages=("feedparser",),
    ),
    "jsonfeed": Target(reader="feed", path="a.json", modules=("feed_json", "feed_item", "feed_text")),
    "opml": Target(reader="opml", path="a.opml", modules=("feed_list",)),
    "planet": Target(reader="planet", path="a.ini", modules=("planet",)),
    "osmosfeed": Target(reader="osmosfeed", path="a.yaml", modules=("osmosfeed",)),
    "json": Target(reader="jsonl", path="a.json", modules=_JSON),
    "jsonl": Target(reader="jsonl", path="a.jsonl", modules=_JSON),
    "html": Target(
        reader="html",
        path="a.html",
        modules=("html", "html_decoding", "extraction.own_data", "extraction.page", "extraction.features"),
    ),
    "warc": Target(reader=None, path="a.warc", modules=("warc",), packages=("warcio",)),
    "dump": Target(reader="dump", path="a.txt", modules=("dump",)),
    "text": Target(reader="text", path="a.txt", modules=("plain_text",)),
    "any": Target(reader=None, path="a", modules=("dump", "markdown", "feed", "jsonl")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """What should not have happened, and where: two finds at one place are the same."""

    name: str
    what: str
    where: str


def prepared(name: str) -> None:
    """Import all that the target needs."""
    for module in (*TARGETS[name].packages, *(f"generator.readers.{part}" for part in TARGETS[name].modules)):
        importlib.import_module(module)
    for module in ("generator.cleaning", "generator.library", "generator.readers.splitting"):
        importlib.import_module(module)
    try_one(name, b"A title\n\nA text of one line.\n", "")


def try_one(name: str, data: bytes, label: str) -> Find | None:
    """Take `data` the whole way."""
    from generator.ingest.limits import OutOfTime, timed  # noqa: PLC0415 - as below

    try:
        with timed(_SLOW):
            refused = _ingested(TARGETS[name], data)
    except OutOfTime as error:
        return Find(name=label, what=f"more than {_SLOW:g} s for {len(data):,} bytes", where=_where(error))
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        return Find(name=label, what=f"{type(error).__name__}: {error}"[:500], where=_where(error))
    return Find(name=label, what=refused, where=refused.partition("\n")[0]) if refused else None


def _ingested(target: Target, data: bytes) -> str:
    """What the library has against the articles in `data`; empty when nothing."""
    from generator.cleaning import CleaningContext, SourceBook, clean, enlist  # noqa: PLC0415 - imported once instrumented
    from generator.diagnostics import Problem  # noqa: PLC0415 - imported once instrumented
    from generator.model.article import Draft  # noqa: PLC0415 - imported once instrumented
    from generator.model.source import SourceDraft  # noqa: PLC0415 - imported once instrumented
    from generator.readers import Raw, choose  # noqa: PLC0415 - imported once instrumented

    context = CleaningContext(book=SourceBook.of([]), reference=_MOMENT, now=_MOMENT)
    listed: list[SourceDraft] = []
    for raw in _documents(target, Raw(path=target.path, data=data, modified=_MOMENT, limit=_LIMIT)):
        choose(raw)
        reader = choose(raw, target.reader)
        for item in [] if isinstance(reader, Problem) else reader.read(raw):
            if isinstance(item, Draft):
                cleaned = clean(item, context)
                if cleaned.article is not None and (refused := _refused(cleaned.article)):
                    return refused
            elif isinstance(item, SourceDraft):
                listed.append(item)
            else:
                str(item)
    enlist(listed, context.book)
    return ""


def _documents(target: Target, raw: Raw) -> Iterator[Raw]:
    """The documents that the file is split into before it is read."""
    from generator.readers import Raw, splitting, warc  # noqa: PLC0415

    if "warc" in target.path:
        parts: Iterator[object] = warc.pages(io.BytesIO(raw.data), raw)
    elif target.reader in splitting.LINES and splitting.has_records_for_lines(raw):
        parts = splitting.by_lines(raw)
    else:
        parts = iter([raw])
    yield from (part for part in parts if isinstance(part, Raw))


def _refused(article: object) -> str:
    from generator.library import read_article, write_article  # noqa: PLC0415
    from generator.model.article import Article  # noqa: PLC0415

    if not isinstance(article, Article):
        return ""
    again, problems = read_article(write_article(article), f"{article.id}.md", article.id)
    if problems:
        return f"the library refuses it: {problems[0].code}\n{problems[0]}"
    return "" if again == article else f"the library has it otherwise\n{article}\n{again}"


def _where(error: BaseException) -> str:
    """The places of ours on the way to the error, and the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT / "generator")]
    shown = [
        f"{Path(frame.filename).name}:{frame.name}:{frame.lineno}" for frame in [*ours[-3:], *frames[-1:]]
    ]
    return f"{type(error).__name__} at {' > '.join(dict.fromkeys(shown))}"
