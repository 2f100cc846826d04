"""Every error code has a tiny site that earns it, and the words that a person then reads.

A case is a folder named after its code (`code` or `code--variant`) with

- `command.txt`: the command line, without `digest`; it is run within the site (PORT is one in use);
- `site/`: the files to lay over the base site (tests/invalid/base), which is right in all things;
- `expected.txt`: the problems that the command prints on standard error, in order;
- `prepare.txt`, where files alone cannot say it: the name of one of PREPARATIONS below.

`UPDATE_GOLDEN=1 pytest tests/invalid` writes expected.txt anew; read the difference like code.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from generator.cli.main import run
from generator.diagnostics import CODES

HERE: Final = Path(__file__).resolve().parent
CASES: Final = sorted(path.parent.name for path in HERE.glob("*/command.txt"))
PROBLEM: Final = re.compile(r".*: (?:error|warning|note)\[[a-z0-9-]+\]: .*")

LOOPBACK: Final = re.compile(r"127\.0\.0\.1:[0-9]+")

ARTICLE: Final = "content/articles/2026/08/17/gazette-bridge-reopens.md"  # of the base site
NOW: Final = ("--now", "2026-08-18T12:00:00Z")
# The commands that take --now.
TIMED: Final = frozenset({"build", "check", "edit", "explain", "fetch", "ingest"})

# Codes whose case is still to be written. Empty when the work is done.
PENDING: Final[tuple[str, ...]] = ()


def _put_a_link_to_nothing(site: Path, _patch: pytest.MonkeyPatch) -> None:
    (site / "content/articles/2026/08/17/gazette-gone.md").symlink_to("nowhere.md")


def _save_an_article_in_latin_1(site: Path, _patch: pytest.MonkeyPatch) -> None:
    text = (site / ARTICLE).read_text(encoding="utf-8").replace("Bridge", "Brücke")
    (site / ARTICLE).write_text(text, encoding="latin-1")


def _leave_only_an_empty_folder(site: Path, _patch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(site)
    site.mkdir()


def _take_digest_yml_away(site: Path, _patch: pytest.MonkeyPatch) -> None:
    (site / "site_config/digest.yml").unlink()


def _build(site: Path) -> None:
    assert run(["build", "--site", str(site), "--no-site", *NOW]) == 0


def _change_an_article_after_its_edition(site: Path, _patch: pytest.MonkeyPatch) -> None:
    _build(site)
    article = site / ARTICLE
    article.write_text(article.read_text(encoding="utf-8").replace("reopened", "closed"), encoding="utf-8")


def _change_a_title_after_its_edition(site: Path, _patch: pytest.MonkeyPatch) -> None:
    _build(site)
    article = site / ARTICLE
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("title: Bridge", "title: The bridge"), encoding="utf-8")


def _remove_an_article_after_its_edition(site: Path, _patch: pytest.MonkeyPatch) -> None:
    _build(site)
    (site / ARTICLE).unlink()


def _forbid_quoting_after_the_edition(site: Path, _patch: pytest.MonkeyPatch) -> None:
    _build(site)
    with (site / "site_config/sources.yml").open("a", encoding="utf-8") as sources:
        sources.write("    rights: {excerpt_chars: 5}\n")


# A None among the loaded modules is how Python itself marks one that must not be found.
def _hide_zensical(_site: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "zensical", None)


def _hide_resvg(_site: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "resvg_py", None)


def _hide_dask(_site: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "distributed", None)


def _write_a_part_that_is_none(site: Path, _patch: pytest.MonkeyPatch) -> None:
    (site / "build/parts").mkdir(parents=True)
    (site / "build/parts/2019.zip").write_text("none", encoding="utf-8")


def _hide_pagefind(_site: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "pagefind", None)


def _put_a_file_where_a_folder_should_be(site: Path, _patch: pytest.MonkeyPatch) -> None:
    (site / "content/editions").mkdir()
    (site / "content/editions/2026").write_text("a file\n", encoding="utf-8")


def _write_a_page_that_takes_long(site: Path, _patch: pytest.MonkeyPatch) -> None:
    (site / "content/inbox/slow.json").write_text("[" + "{}," * 700_000 + "{}]", encoding="utf-8")


def _install_half_a_reader(site: Path, patch: pytest.MonkeyPatch) -> None:
    """What is left when a package's module is deleted and its metadata is not."""
    info = site.parent / "installed" / "dayfold_transcripts-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dayfold-transcripts\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dayfold.readers]\ntranscript = dayfold_transcripts:Reader\n")
    patch.syspath_prepend(info.parent)


def _install_a_summarizer_that_fails(site: Path, patch: pytest.MonkeyPatch) -> None:
    info = site.parent / "installed" / "dayfold_brief-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dayfold-brief\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dayfold.summarizers]\nbrief = dayfold_failing:Brief\n")
    (info.parent / "dayfold_failing.py").write_text(
        "class Brief:\n    name = 'brief'\n    def summarize(self, reports):\n        return [1 / 0]\n"
    )
    patch.syspath_prepend(info.parent)
    patch.delitem(sys.modules, "dayfold_failing", raising=False)


_HARBOUR: Final = (
    b'<rss version="2.0"><channel><title>Harbour Gazette</title><item><title>Bridge opens</title>'
    b"<link>https://harbour.example/bridge</link><description>It opens.</description></item></channel></rss>"
)
_FEED: Final = b'<rss version="2.0"><channel><title>News</title></channel></rss>'


class _Moved(BaseHTTPRequestHandler):
    """A feed that is elsewhere, and nothing else."""

    def do_GET(self) -> None:
        self.send_response({"/feed.xml": 301, "/news.xml": 200, "/harbour.xml": 200}.get(self.path, 404))
        self.send_header("Location", "/news.xml")
        self.end_headers()
        self.wfile.write(_HARBOUR if self.path == "/harbour.xml" else _FEED)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _move_a_feed(site: Path, _patch: pytest.MonkeyPatch) -> None:
    _subscribe_to(site, "/feed.xml")


def _silence_a_feed(site: Path, _patch: pytest.MonkeyPatch) -> None:
    url = _subscribe_to(site, "/news.xml")
    state = {"hash": hashlib.sha256(_FEED).hexdigest(), "changed": "2026-08-10T06:00:00Z"}
    (site / "content/fetched.json").write_text(json.dumps({"version": 1, "feeds": {url: state}}))


def _name_a_source_by_its_host(site: Path, _patch: pytest.MonkeyPatch) -> None:
    url = _subscribe_to(site, "/harbour.xml")
    sources = site / "site_config/sources.yml"
    kept = sources.read_text(encoding="utf-8").partition("    feeds:\n")[0]
    source = f"  - id: harbour\n    name: 127.0.0.1\n    feeds:\n      - url: {url}\n"
    sources.write_text(kept + source, encoding="utf-8")


def _subscribe_to(site: Path, path: str) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Moved)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with (site / "site_config/sources.yml").open("a", encoding="utf-8") as sources:
        sources.write(f"    feeds:\n      - url: http://127.0.0.1:{server.server_port}{path}\n")
    with (site / "site_config/digest.yml").open("a", encoding="utf-8") as settings:
        settings.write("fetch: {delay_seconds: 0.0, allow_hosts: [127.0.0.1]}\n")
    return f"http://127.0.0.1:{server.server_port}{path}"


PREPARATIONS: Final[dict[str, Callable[[Path, pytest.MonkeyPatch], None]]] = {
    "a link to nothing": _put_a_link_to_nothing,
    "an article in Latin-1": _save_an_article_in_latin_1,
    "an empty folder": _leave_only_an_empty_folder,
    "no digest.yml": _take_digest_yml_away,
    "an article changed after its edition": _change_an_article_after_its_edition,
    "a title changed after its edition": _change_a_title_after_its_edition,
    "an article removed after its edition": _remove_an_article_after_its_edition,
    "quoting forbidden after the edition": _forbid_quoting_after_the_edition,
    "no zensical": _hide_zensical,
    "no resvg": _hide_resvg,
    "no dask": _hide_dask,
    "a part that is none": _write_a_part_that_is_none,
    "no pagefind": _hide_pagefind,
    "half a reader": _install_half_a_reader,
    "a summarizer that fails": _install_a_summarizer_that_fails,
    "a page that takes long": _write_a_page_that_takes_long,
    "a feed that has moved": _move_a_feed,
    "a feed that is silent": _silence_a_feed,
    "a feed of a source without a name": _name_a_source_by_its_host,
    "a file in a folder's place": _put_a_file_where_a_folder_should_be,
}


@pytest.fixture
def taken_port() -> Iterator[str]:
    """A port that something listens on. `digest serve` catches signals: they are given back."""
    caught = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])
    for number, handler in caught.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("case", CASES)
def test_the_message_is_what_a_person_needs(
    case: str,
    taken_port: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = _lay_out(HERE / case, tmp_path / "site", monkeypatch)
    monkeypatch.chdir(site)
    command = (HERE / case / "command.txt").read_text(encoding="utf-8").replace("PORT", taken_port).split()
    capsys.readouterr()
    status = run([*command, *NOW] if command[0] in TIMED else command)
    told = _problems(capsys.readouterr().err, site).replace(taken_port, "PORT")
    _hold(HERE / case / "expected.txt", told)
    assert f"[{case.partition('--')[0]}]" in told
    assert status == (1 if ": error[" in told else 0)


def test_every_code_has_a_case() -> None:
    covered = {case.partition("--")[0] for case in CASES}
    assert sorted(CODES.keys() - covered) == sorted(PENDING)
    assert covered <= CODES.keys()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained(code: str, repository: Path) -> None:
    page = (repository / "docs" / "errors.md").read_text(encoding="utf-8")
    _, heading, entry = page.partition(f"\n### {code}\n")
    assert heading, f"docs/errors.md has no section '### {code}'"
    entry = entry.partition("\n##")[0]
    assert CODES[code] in entry
    shown = entry.partition("```text\n")[2].partition("\n```")[0]
    assert shown in _as_documented(code), "the message shown is none that the case earns"
    assert "**Way out.**" in entry


def test_no_code_is_explained_that_is_not_there(repository: Path) -> None:
    page = (repository / "docs" / "errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == CODES.keys()


def test_the_base_site_is_right_in_all_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(HERE / "base", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    assert run(["check", *NOW]) == 0
    assert _problems(capsys.readouterr().err, tmp_path) == ""


def _lay_out(case: Path, site: Path, patch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(HERE / "base", site)
    if (case / "site").is_dir():
        shutil.copytree(case / "site", site, dirs_exist_ok=True)
    if (case / "prepare.txt").is_file():
        PREPARATIONS[(case / "prepare.txt").read_text(encoding="utf-8").strip()](site, patch)
    return site


def _as_documented(code: str) -> list[str]:
    told = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob(f"{code}*/expected.txt")))
    return told.replace("SITE/", "").replace("SITE", "/home/me").replace("PORT", "8000").splitlines()


def _problems(printed: str, site: Path) -> str:
    printed = LOOPBACK.sub("127.0.0.1:PORT", printed)
    lines = [line for line in printed.splitlines() if PROBLEM.fullmatch(line)]
    return "".join(line.replace(site.as_posix(), "SITE") + "\n" for line in lines)


def _hold(golden: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
