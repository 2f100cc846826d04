"""Fetch from servers that misbehave, and measure what that costs: `python -m benchmarks.fetching` (Linux).

Each source is a host of its own on the loopback network. Some answer as they should, the others in each way
that a server can be wrong. `digest fetch --ingest` runs in a process of its own, and again when nothing is
new. Told are the most memory that it held (VmHWM), beside what it holds with nothing to fetch, and what was
sent. It fails where an article of those that answer was lost, or sent twice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from benchmarks.misbehaving import (
    Asked,
    Loopback,
    Route,
    absent,
    dripping,
    endless,
    leads_to,
    raw,
    says,
    serving,
    silent,
    unless_known,
)

ITEMS: Final = 4  # of a feed that is as it should be
_MIB: Final = 1 << 20
_COMMAND: Final = """
import sys
from generator.cli.main import run
status = run(sys.argv[1:])
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")]
print(peak, file=sys.stderr)
sys.exit(status)
"""
_CONTENT: Final = b"http://purl.org/rss/1.0/modules/content/"
_LINE: Final = "Eleven tonnes of herring were landed on the north quay on Monday, said the harbour master. "
# The paragraphs of an article; what stands in one of them stands in no other article.
_PARAGRAPHS: Final = (
    "Catch {of} was landed on the north quay on Monday morning, before the ferry came in.",
    "Buyers from three towns had waited since five, and the price of lot {of} rose twice within the hour.",
    "It is the largest since boats are counted, and number {of} goes to the smokehouse by the church.",
)

Behaviour = Callable[[str], Mapping[str, Route]]  # of what lies at an address, by path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source by the number of its host; `kind` is how it behaves."""

    number: int
    kind: str

    @property
    def host(self) -> str:
        return f"127.0.{1 + self.number // 250}.{1 + self.number % 250}"

    @property
    def home(self) -> str:
        """What the paths of its feed and pages begin with."""
        return f"/{self.number}"

    def address(self, port: int) -> str:
        """What their addresses begin with."""
        return f"{'https' if self.kind == _TLS else 'http'}://{self.host}:{port}{self.home}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run came to: the bytes that the process held at most, what it printed, and its seconds."""

    peak: int
    told: Mapping[str, Any]
    seconds: float


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fetching", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--sources", type=int, default=300, metavar="N")
    parser.add_argument("--at-once", type=int, default=8, metavar="N", help="fetch.at_once (8)")
    parser.add_argument("--mib", type=int, default=16, metavar="N", help="fetch.max_bytes in MiB (16)")
    parser.add_argument("--kind", action="append", help="of these kinds alone", choices=behaviours(_MIB))
    chosen = parser.parse_args()
    size = chosen.mib * _MIB
    kinds = chosen.kind or list(behaviours(_MIB))
    sources = [Source(number=number, kind=kinds[number % len(kinds)]) for number in range(chosen.sources)]
    with tempfile.TemporaryDirectory(prefix="dayfold-fetching-") as name:
        folder = Path(name)
        make_site(folder, [], 0)
        idle = fetch(folder)
        print(f"with nothing to fetch: {idle.peak / 1e6:.0f} MB")
        with publishers(sources, size) as server:
            make_site(folder, sources, server.port, at_once=chosen.at_once, max_bytes=size)
            first = fetch(folder)
            print(_line(first, idle, server.sent))
            sent = server.sent
            second = fetch(folder)
            print(_line(second, idle, server.sent - sent))
            faults = [*lost(folder, sources), *twice(server, sources)]
    print("\n".join(faults) or "Nothing was lost, and nothing sent twice.")
    return 1 if faults else 0


def _line(run: Run, idle: Run, sent: int) -> str:
    counts = {name: len(run.told[name]) for name in ("changed", "unchanged", "failed", "pages", "added")}
    return (
        f"{run.peak / 1e6:.0f} MB, {(run.peak - idle.peak) / 1e6:.0f} of them for {sent / 1e6:,.0f} MB that "
        f"were sent, some without an end; {run.seconds:.0f} s; "
        + ", ".join(f"{name}: {count}" for name, count in counts.items())
    )


def behaviours(size: int) -> dict[str, Behaviour]:
    """How sources behave, by name, where `size` bytes are the most that is taken of one answer."""
    large = b"<item><title>Herring</title><description>" + _LINE.encode() * 600 + b"</description></item>"
    small = b"<item><title>T</title><link>https://a.example/1</link></item>"
    bomb = gzip.compress(bytes(16 * _MIB))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE rss [<!ENTITY e0 "{_LINE}">{entities}]><rss><channel><item><title>&e9;</title>'

    def always(route: Route) -> Behaviour:
        return lambda address: {f"{_path(address)}/feed": route}

    return {
        "as it should be": _whole,
        "announces pages": _announcing,
        "as large as may be": always(says(_rss(large * ((size - 1000) // len(large))))),
        "many items": always(says(_rss(small * (size // 8 // len(small))))),
        "without an end": always(endless),
        "unpacks to a GiB": always(says(bomb * 64, Content_Encoding="gzip")),
        "too large": always(says(b"", Content_Length="99999999999")),
        "drips": always(dripping),
        "says nothing": always(silent),
        "ends early": always(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n<rss><channel><item>")),
        "ends in a chunk": always(raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf\r\n")),
        "packed to a half": always(says(gzip.compress(_rss(large))[:-9], Content_Encoding="gzip")),
        "packed wrongly": always(says(b"no gzip", Content_Encoding="gzip")),
        "packed as nobody asked": always(says(b"?", Content_Encoding="br")),
        "goes round": lambda address: {f"{_path(address)}/feed": leads_to("feed")},
        "leads inwards": always(leads_to("http://10.0.0.1/")),
        "a mail server": always(raw(b"220 mail.example ESMTP\r\n\r\n")),
        "a header without an end": always(raw(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 10 * _MIB)),
        "hangs up": always(raw(b"")),
        "busy": always(says(b"", 429, Retry_After="7200")),
        "down": always(says(b"", 500)),
        "gone": always(says(b"", 410)),
        "not modified since never": always(says(b"", 304)),
        "a page": always(says(b"<!doctype html><p>Our feeds have moved.</p>", Content_Type="text/html")),
        "a billion laughs": always(says(laughs.encode())),
        "nested": always(says(_rss(b"<item>" + b"<a>" * (size // 32)))),
        "speaks no TLS": always(says(b"")),
    }


_TLS: Final = "speaks no TLS"  # its address says https
_GOOD: Final = ("as it should be", "announces pages")


def _rss(items: bytes) -> bytes:
    return b'<rss xmlns:content="%s"><channel><title>A feed</title>%s</channel></rss>' % (_CONTENT, items)


def _item(address: str, number: int, *, is_whole: bool) -> bytes:
    """The item says all of an article, or only announces its page."""
    tag, paragraphs = ("content:encoded", 3) if is_whole else ("description", 1)
    text = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in _paragraphs(address, number)[:paragraphs])
    return (
        f"<item><title>Herring {number} of {_path(address)}</title><link>{address}/{number}</link>"
        f"<pubDate>Mon, 17 Aug 2026 09:00:00 +0000</pubDate><{tag}>{text}</{tag}></item>"
    ).encode()


def _paragraphs(address: str, number: int) -> list[str]:
    return [text.format(of=f"{_path(address)[1:]}-{number}") for text in _PARAGRAPHS]


def _whole(address: str) -> Mapping[str, Route]:
    body = _rss(b"".join(_item(address, number, is_whole=True) for number in range(ITEMS)))
    return {f"{_path(address)}/feed": unless_known(body, '"1"')}


def _announcing(address: str) -> Mapping[str, Route]:
    home = _path(address)
    body = _rss(b"".join(_item(address, number, is_whole=False) for number in range(ITEMS)))
    routes = {f"{home}/feed": unless_known(body, '"1"')}
    for number in range(ITEMS):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs(address, number))
        title = f"Herring {number} of {home}"
        head = f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        page = f"{head}<body><article><h1>{title}</h1>{text}</article></body></html>"
        routes[f"{home}/{number}"] = says(page.encode(), Content_Type="text/html; charset=utf-8")
    return routes


def _path(address: str) -> str:
    return urlsplit(address).path


@contextmanager
def publishers(sources: Sequence[Source], size: int) -> Iterator[Loopback]:
    """A server that is all of them. Every tenth has a robots.txt as long as they are read."""
    rules = "".join(f"Disallow: /private/{number:x}\n" for number in range(20_000))
    robots = says(f"User-agent: *\n{rules}"[:512_000].encode())
    behaves = behaviours(size)
    with serving(hosts=[source.host for source in sources]) as server:
        for source in sources:
            server.routes |= behaves[source.kind](source.address(server.port))
        long = {source.host for source in sources if source.number % 10 == 0}

        def robots_of(asked: Asked) -> None:
            (robots if asked.headers["Host"].partition(":")[0] in long else absent)(asked)

        server.routes["/robots.txt"] = robots_of
        yield server


def make_site(folder: Path, sources: Sequence[Source], port: int, **settings: float) -> None:
    """A site with these sources' feeds, and the right to fetch their pages."""
    (folder / "site_config").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text("site_name: Test\nsite_url: https://d.example/\n")
    (folder / "site_config/topics.yml").write_text("topics: []\n")
    fetching = {"delay_seconds": 0.0, "attempts": 1, "max_seconds": 3.0, "allow_hosts": ["127.0.0.0/8"]}
    (folder / "site_config/digest.yml").write_text(json.dumps({"fetch": fetching | settings}))
    told = [
        {
            "id": f"boat-{source.number}",
            "name": f"Boat {source.number}",
            "feeds": [{"url": f"{source.address(port)}/feed"}],
            "rights": {"fetch_articles": True},
        }
        for source in sources
    ]
    (folder / "site_config/sources.yml").write_text(json.dumps({"sources": told}))


def fetch(folder: Path, *arguments: str) -> Run:
    """Run `digest fetch --ingest` in a process of its own."""
    command = [
        sys.executable,
        "-c",
        _COMMAND,
        "fetch",
        "--ingest",
        "--site",
        str(folder),
        "--json",
        *arguments,
    ]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stderr.splitlines()
    if done.returncode not in {0, 1} or not said[-1:]:
        sys.exit(f"digest fetch ended with {done.returncode}:\n{done.stderr}")
    return Run(peak=int(said[-1]) * 1024, told=json.loads(done.stdout), seconds=time.perf_counter() - begun)


def lost(folder: Path, sources: Sequence[Source]) -> list[str]:
    """What the sources that answer as they should reported, and the site has not whole."""
    kept = "\n".join(file.read_text() for file in (folder / "content/articles").rglob("*.md"))
    return [
        f"lost: article {number} of {source.kind!r}, {source.host}"
        for source in sources
        if source.kind in _GOOD
        for number in range(ITEMS)
        if _paragraphs(source.home, number)[-1] not in kept
    ]


def twice(server: Loopback, sources: Sequence[Source]) -> list[str]:
    """What was sent more than once to who had it: a feed that is known by its version, or a page."""
    asked: Counter[str] = Counter()
    for path, headers in server.told:
        if "If-None-Match" not in headers:
            asked[path] += 1
    good = [f"{source.home}/" for source in sources if source.kind in _GOOD]
    return [
        f"sent {count} times: {path}"
        for path, count in asked.items()
        if count > 1 and path.startswith(tuple(good))
    ]


if __name__ == "__main__":
    sys.exit(main())
