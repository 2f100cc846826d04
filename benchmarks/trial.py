"""Do what a newcomer is told to, from nothing to a built digest: `python -m benchmarks.trial`.

In an empty folder, with an empty virtual environment and the wheel of this checkout in it, the commands of
README and tutorial are run one after another at a terminal (a pty), and what `digest new` asks is answered.
The feeds are those of three invented papers on a loopback port: one has its articles whole, one announces
pages, one is JSON. What a person has to write into files is written, and told as a step.

It fails where a command does, where a question is not asked, where neither README nor tutorial tells to run a
command any more, and where the site lacks an article in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Final

from benchmarks.install import hiding, make, run
from benchmarks.misbehaving import HOST, Route, says, serving, unless_known
from benchmarks.snippets import ROOT, digest_command

SITE: Final = "my-digest"
TOLD_IN: Final = ("README.md", "docs/tutorial.md")
_LONGEST: Final = 300.0  # seconds that a command may take
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a paper reports: the paragraphs of an article, of which a feed that announces has the first."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]


GAZETTE: Final = (
    Story(
        slug="bridge",
        title="Harbour bridge opens after nine weeks",
        paragraphs=(
            "The harbour bridge opens again on Monday after nine weeks of repairs, the council said.",
            "Its main girder had to be forged anew, and nobody would say who pays for it.",
            "Lorries of more than twelve tonnes go round by the dam until Easter.",
        ),
    ),
    Story(
        slug="choir",
        title="Forty sing on the north quay",
        paragraphs=(
            "Forty singers gave a concert on the north quay on Sunday evening, in the rain.",
            "Ferry passengers stayed on deck to listen, and the last boat left ten minutes late.",
            "Next summer there are to be three evenings, with an orchestra from Ulswick.",
        ),
    ),
)
COURIER: Final = (
    Story(
        slug="toll",
        title="Toll of the harbour bridge is to rise in spring",
        paragraphs=(
            "Whoever drives over the harbour bridge is to pay two crowns more from April.",
            "Shippers have asked a court to stop it, since their vans cross it forty times a day.",
            "The mayor called the price fair, and reminded them of the new girder.",
        ),
    ),
    Story(
        slug="herring",
        title="Herring come back to the inner bay",
        paragraphs=(
            "Fishers have landed eleven tonnes of herring in a week, as much as in all of last year.",
            "A smokehouse that stood cold for a decade has lit its kiln, and takes on four people.",
            "Biologists of the coast station put it down to two mild winters.",
        ),
    ),
)
PILOT: Final = (
    Story(
        slug="launch",
        title="Pilots get a launch that can be steered",
        paragraphs=(
            "Port Aldous has a new pilot launch, the first in thirty years.",
            "It turns within its own length, which the old one did only by accident.",
            "Schoolchildren voted on its name, and a cat called Biscuit won.",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was done, and how long it took."""

    told: str
    seconds: float = 0.0


class TrialError(Exception):
    """A newcomer would not have come further than this."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it, and print what it took."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trial", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--no-venv", action="store_true", help="with this checkout as it is, not installed")
    parser.add_argument("--no-pauses", action="store_true", help="all at once of the papers' one host")
    parser.add_argument("--show", action="store_true", help="print what the commands say")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="do it in DIR, and leave it there")
    chosen = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = chosen.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="dayfold-trial-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        home = stack.enter_context(papers())
        total = 0.0
        try:
            if chosen.no_venv:
                terminal = Terminal(folder, stack.enter_context(digest_command()), show=chosen.show)
            else:
                terminal = Terminal(folder, folder / ".venv/bin", hiding(), show=chosen.show)
                total += _tell(install(folder))
            total += _tell(newcomers(terminal, home, pauses=not chosen.no_pauses))
            print(f"{total:7.1f} s  in all, and {terminal.answered} questions answered")
            hold(folder / SITE)
        except TrialError as error:
            print(f"It failed: {error}")
            return 1
    return 0


def _tell(steps: Iterable[Step]) -> float:
    """Print each step once it is done; the seconds of all."""
    total = 0.0
    for step in steps:
        total += step.seconds
        print(f"{step.seconds:7.1f} s  {step.told}", flush=True)
    return total


def install(folder: Path) -> Iterator[Step]:
    """The wheel of this checkout into an empty environment. Making it is no time of a newcomer's."""
    wheel = make(folder / "made")
    python = folder / ".venv/bin/python"
    yield Step(
        told="python3 -m venv .venv", seconds=run([sys.executable, "-m", "venv", ".venv"], folder).wall
    )
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", str(wheel)]
    yield Step(told="pip install dayfold", seconds=run(pip, folder).wall)


def newcomers(terminal: Terminal, home: str, *, pauses: bool) -> Iterator[Step]:
    """What README and tutorial tell to do, with the papers at `home`."""
    (terminal.folder / "subscriptions.opml").write_text(_subscriptions(home), encoding="utf-8")
    answers = (
        ("is the site called?", "The Quay Digest"),
        ("time zone", "Europe/Oslo"),
        ("language", ""),
        ("address", "https://quay.example/"),
        ("publish", "github"),
        ("feed", f"{home}/gazette.xml"),
        ("feed", "subscriptions.opml"),
        ("feed", ""),
    )
    yield terminal.run(f"digest new {SITE}", answers)
    terminal.folder /= SITE
    settings, sources = (terminal.folder / f"site_config/{name}.yml" for name in ("digest", "sources"))
    at_once = "" if pauses else ", delay_seconds: 0"
    _write(settings, "\nlanguage: en\n", f"\nlanguage: en\nfetch: {{allow_hosts: [{HOST}]{at_once}}}\n")
    yield Step(told="(by hand) digest.yml: the papers are on this machine, which else nobody may ask")
    courier = "    name: Inner Bay Courier\n"
    _write(sources, courier, f"{courier}    rights: {{fetch_articles: true}}\n")
    yield Step(told="(by hand) sources.yml: one paper only announces its articles; they may be fetched")
    yield terminal.run("digest fetch --ingest")
    _write(sources, f'name: "{HOST}"', "name: Harbour Gazette")
    yield Step(told="(by hand) sources.yml: what the paper is called that was given by its address")
    yield terminal.run("digest build")
    yield terminal.run("digest check")
    yield terminal.run('digest edit takedown this-site --why "It has done its work."')
    yield terminal.run("digest fetch --ingest")
    yield terminal.run("digest build")


def _write(file: Path, before: str, after: str) -> None:
    """Put `after` in the place of `before`. Raises TrialError."""
    text = file.read_text(encoding="utf-8")
    if text.count(before) != 1:
        raise TrialError(f"{file.name} does not have {before!r} once:\n{text}")
    file.write_text(text.replace(before, after), encoding="utf-8")


def hold(site: Path) -> None:
    """Whether the site has what the papers reported, and not what was taken down. Raises TrialError."""
    built = "\n".join(page.read_text(encoding="utf-8") for page in (site / "site").rglob("*.html"))
    kept = "\n".join(file.read_text(encoding="utf-8") for file in (site / "content/articles").rglob("*.md"))
    for story in (*GAZETTE, *COURIER, *PILOT):
        if escape(story.title, quote=False) not in built:
            raise TrialError(f"the site has nothing of {story.title!r}")
        if not all(paragraph in kept for paragraph in story.paragraphs):
            raise TrialError(f"the article {story.title!r} was not had whole")
    newest = (site / "site/index.html").read_text(encoding="utf-8")
    if "Harbour Gazette" not in newest:
        raise TrialError("the newest edition does not name the Harbour Gazette")
    if "first articles" in newest:
        raise TrialError("the article that came with the site is still in the newest edition")


class Terminal:
    """Where a person types. The folder `programs` has `digest` and is looked into before all others; `hiding`
    goes before a command that is to run with the checkout out of its reach."""

    def __init__(self, folder: Path, programs: Path, hiding: Sequence[str] = (), *, show: bool) -> None:
        self.folder = folder
        self.answered = 0
        self._hiding = hiding
        self._show = show
        self._told = "".join((ROOT / page).read_text(encoding="utf-8") for page in TOLD_IN)
        left_out = ("PYTHONPATH", "SOURCE_DATE_EPOCH", "CI")
        self._environment = {name: value for name, value in os.environ.items() if name not in left_out}
        self._environment |= {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, command: str, answers: Sequence[tuple[str, str]] = ()) -> Step:
        """Type `command`, and each answer when its question is asked. Raises TrialError."""
        if command not in self._told:
            raise TrialError(f"neither {' nor '.join(TOLD_IN)} tells to run {command!r}")
        begun = time.perf_counter()
        ours, theirs = pty.openpty()
        try:
            with subprocess.Popen(
                [*self._hiding, "sh", "-c", command],
                cwd=self.folder,
                env=self._environment,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            ) as process:
                os.close(theirs)
                said = self._answer(ours, answers, command)
                status = process.wait(timeout=_LONGEST)
        finally:
            os.close(ours)
        if self._show:
            print(f"$ {command}\n{said}")
        if status:
            raise TrialError(f"{command} ended with {status}:\n{said}")
        return Step(told=command, seconds=time.perf_counter() - begun)

    def _answer(self, terminal: int, answers: Sequence[tuple[str, str]], command: str) -> str:
        """Read what is said to its end, and answer what is asked. Raises TrialError."""
        said, since, left = "", 0, list(answers)
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and (new := _read(terminal, end)):
            said += _ESCAPES.sub("", new)
            asked = said[since:].rpartition("\n")[2]
            if left and asked.endswith(": ") and left[0][0] in asked:
                os.write(terminal, f"{left.pop(0)[1]}\n".encode())
                since = len(said)
                self.answered += 1
        if left:
            raise TrialError(f"{command} did not ask for {left[0][0]!r}:\n{said}")
        return said


def _read(terminal: int, end: float) -> str:
    """Some of what is said; nothing when it is over."""
    ready, _, _ = select.select([terminal], [], [], end - time.monotonic())
    with suppress(OSError):  # on Linux, the other side has closed it
        return os.read(terminal, 65_536).decode("utf-8", "replace") if ready else ""
    return ""


@contextmanager
def papers() -> Iterator[str]:
    """The three papers, which have published within the last hours; where they are, without the slash."""
    now = datetime.now(UTC).replace(microsecond=0)
    with serving() as server:
        home = server.url("")
        server.routes |= {
            "/gazette.xml": unless_known(_rss("Harbour Gazette", home, GAZETTE, now, is_whole=True), '"1"'),
            "/courier.xml": unless_known(_rss("Inner Bay Courier", home, COURIER, now), '"1"'),
            "/pilot.json": unless_known(_json_feed("The Pilot", "https://pilot.example", PILOT, now), '"1"'),
            **{f"/{story.slug}": _page(story) for story in COURIER},
        }
        yield home


def _rss(name: str, home: str, stories: Iterable[Story], now: datetime, *, is_whole: bool = False) -> bytes:
    items = []
    for hours, story in enumerate(stories, 1):
        html = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
        items.append(
            f"<item><title>{escape(story.title)}</title><link>{home}/{story.slug}</link>"
            f"<pubDate>{format_datetime(now - timedelta(hours=hours))}</pubDate>"
            f"<description>{escape(story.paragraphs[0])}</description>"
            + (f"<content:encoded>{escape(html)}</content:encoded>" if is_whole else "")
            + "</item>"
        )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{name}</title><link>{home}/</link>{''.join(items)}</channel></rss>"
    ).encode()


def _json_feed(name: str, home: str, stories: Iterable[Story], now: datetime) -> bytes:
    items = [
        {
            "id": story.slug,
            "url": f"{home}/{story.slug}",
            "title": story.title,
            "content_text": "\n\n".join(story.paragraphs),
            "date_published": (now - timedelta(hours=hours)).isoformat(),
        }
        for hours, story in enumerate(stories, 1)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items}).encode()


def _page(story: Story) -> Route:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    page = (
        f"<!doctype html><html lang=en><head><title>{escape(story.title)}</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/ads>Advertise with us</a></nav>"
        f"<article><h1>{escape(story.title)}</h1>{text}</article></body></html>"
    )
    return says(page.encode(), Content_Type="text/html; charset=utf-8")


def _subscriptions(home: str) -> str:
    """What a feed reader exports."""
    papers = (
        ("Inner Bay Courier", "https://courier.example/", "courier.xml"),
        ("The Pilot", "https://pilot.example/", "pilot.json"),
    )
    outlines = "".join(
        f'<outline type="rss" text="{name}" htmlUrl="{site}" xmlUrl="{home}/{feed}"/>'
        for name, site, feed in papers
    )
    return f'<opml version="2.0"><head><title>What I read</title></head><body>{outlines}</body></opml>\n'


if __name__ == "__main__":
    sys.exit(main())
