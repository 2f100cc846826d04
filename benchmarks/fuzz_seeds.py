"""What a fuzzer begins with: our tests' texts and, where it is, the corpora's; and its dictionary."""

from __future__ import annotations

import ast
import gzip
import hashlib
import importlib.util
import json
import tarfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.fuzz_targets import TARGETS
from generator.diagnostics import Problem
from generator.readers import Raw, choose

_TESTS: Final = Path(__file__).resolve().parent.parent / "tests"
_ARTICLES: Final = Path(__file__).resolve().parent.parent / "content" / "articles"
_SHORTEST: Final = 12
_LARGEST: Final = 8_192  # bytes: mutating a whole page changes nothing that its opening does not
_MOST: Final = 400
_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)


def write_seeds(reader: str, folder: Path, corpora: Path) -> int:
    """Write to `folder` what the reader accepts of all there is, the smaller first, and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {data for data in _candidates(reader, corpora) if len(data) <= _LARGEST and _is_for(reader, data)}
    ordered = sorted(found, key=lambda data: (len(data), data))
    for data in ordered[:: max(1, len(ordered) // _MOST)]:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return len(list(folder.iterdir()))


def write_dictionary(path: Path, modules: Iterable[str]) -> Path:
    """Write the words that the readers' modules look for, as libFuzzer wants them."""
    words = sorted({word for module in modules for word in _words(module)})
    path.write_text("".join(f'"{_escaped(word)}"\n' for word in words), encoding="ascii")
    return path


def _is_for(reader: str, data: bytes) -> bool:
    target = TARGETS[reader]
    if reader == "warc":
        return data.startswith((b"WARC/", b"\x1f\x8b"))
    raw = Raw(path=target.path, data=data, modified=_MOMENT)
    chosen = choose(raw)
    if isinstance(chosen, Problem):
        return False
    if reader in {"feed", "jsonfeed"}:
        return chosen.name == "feed" and (data.lstrip().startswith(b"{") == (reader == "jsonfeed"))
    if reader in {"json", "jsonl"}:
        return chosen.name == "jsonl" and (b"\n{" in data.strip()) == (reader == "jsonl")
    return target.reader in {None, chosen.name}


def _candidates(reader: str, corpora: Path) -> Iterator[bytes]:
    for path in sorted(_TESTS.rglob("test_*.py")):
        yield from _literals(path)
    for path in islice(sorted(_ARTICLES.rglob("*.md")), 20):
        yield path.read_bytes()
    if reader == "warc":
        yield from _crawls()
    if not corpora.is_dir():
        return
    for path in sorted((corpora / "hostile").rglob("*")) + sorted((corpora / "aggregator_pages").glob("*")):
        if path.is_file():
            yield path.read_bytes()
    if reader in {"feed", "opml"}:
        for name in ("feedparser_cases", "opml"):
            yield from _archived(corpora / "feeds" / f"{name}.tar.xz")
    if reader in {"html", "any"}:
        for name in ("scrapinghub", "trafilatura"):
            yield from (page[: _LARGEST // 2] for page in _archived(corpora / name / "pages.tar.xz"))
    if reader in {"json", "jsonl"}:
        yield from _records(corpora)


def _literals(path: Path) -> Iterator[bytes]:
    """The texts in a test's source; records in Python's own notation as JSON."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            data = node.value if isinstance(node.value, bytes) else node.value.encode("utf-8", "replace")
            if len(data) >= _SHORTEST:
                yield data
        elif isinstance(node, ast.Dict):
            try:
                yield json.dumps(ast.literal_eval(node)).encode()
            except (ValueError, TypeError):
                continue


def _archived(path: Path) -> Iterator[bytes]:
    if not path.exists():
        return
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            data = stream.read() if stream else b""
            yield gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def _records(corpora: Path) -> Iterator[bytes]:
    for path in sorted(corpora.glob("*/articles.jsonl.gz")):
        with gzip.open(path) as file:
            lines = list(islice(file, 20))
        yield from lines[:5]
        yield b"".join(line[:4000] if line[:4000].endswith(b"\n") else line for line in lines[:4])


def _crawls() -> Iterator[bytes]:
    """WARC files of pages, plain and packed, whole and in chunks, and of what is passed over."""
    page = b"<html><title>Bridge reopens</title><body><p>The bridge reopened on Monday.</p></body></html>"
    records = [_crawled("warcinfo", b"software: a crawler\r\n")]
    for kind in (b"text/html; charset=utf-8", b"text/html; charset=latin-1", b"image/png"):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind
        in_chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
        packed = head + b"\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page, mtime=0)
        records += [
            _crawled("response", head + b"\r\n\r\n" + page),
            _crawled("response", head + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + in_chunks),
            _crawled("response", packed),
        ]
    for some in (records[:2], records[:4], records):
        yield b"".join(some)
        yield b"".join(gzip.compress(record, mtime=0) for record in some)


def _crawled(kind: str, content: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/1\r\n"
        "WARC-Date: 2026-08-17T12:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def _words(module: str) -> Iterator[str]:
    spec = importlib.util.find_spec(f"generator.readers.{module}")
    if spec is None or spec.origin is None:
        return
    for node in ast.walk(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and 1 < len(node.value) <= 24:
            yield node.value


def _escaped(word: str) -> str:
    plain = set(range(0x20, 0x7F)) - {ord('"'), ord("\\")}
    return "".join(
        chr(byte) if byte in plain else f"\\x{byte:02x}" for byte in word.encode("utf-8", "replace")
    )
