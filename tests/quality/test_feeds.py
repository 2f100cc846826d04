"""The cases of feedparser's own tests: each is read, and what a draft takes over is what the case expects.

A case is a feed with the expression it must make true. Of that, a draft takes over an item's title, link, id,
author, dates and content; the rest (a feed's generator, an item's licence …) only has to be read.
"""

from __future__ import annotations

import ast
import html
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import pytest

from generator.diagnostics import Problem, Severity
from generator.ingest import ingest
from generator.model.article import Draft
from generator.project import Project
from generator.readers import Raw, choose
from generator.readers.feed import FeedReader
from generator.readers.feed_text import line_of, paragraphs_of
from generator.settings import load_settings

pytestmark = pytest.mark.corpus
SEEN: Final = datetime(2026, 8, 17, 12, tzinfo=UTC)
FLOOR: Final = 1.0  # share of the cases with values that a draft takes over; EXCEPTIONS aside

_EXPECTED: Final = re.compile(rb"Expect:\s*(.*?)\s*-->", re.DOTALL)
_HEADER: Final = re.compile(rb"^Header:\s*(?P<name>[\w-]+):\s*(?P<value>.*)$", re.MULTILINE)
_ADDRESS: Final = re.compile(r"\(?[^\s()@]+@[^\s()@]+\)?")

# Why a case's value is not what its draft has, by the case's name.
_ELSEWHERE: Final = "relative to the address that the feed was fetched from, which its file does not hold"
EXCEPTIONS: Final[dict[str, str]] = {
    "wellformed/base/http_entry_id_base_content_location.xml": _ELSEWHERE,
    "wellformed/base/http_item_link_base_content_location.xml": _ELSEWHERE,
    "wellformed/base/http_item_link_base_docuri.xml": _ELSEWHERE,
    "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml": (
        "the text of an empty CDATA section: to an HTML parser a comment, which is no text"
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A feed, and the item's values that it must yield: (item, field, value)."""

    name: str
    data: bytes
    headers: bool
    values: tuple[tuple[int, str, object], ...]


def test_every_case_is_read_and_gives_what_it_expects(corpora: Path) -> None:
    outcomes: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    for case in cases(corpora):
        raw = Raw(path=case.name, data=case.data, modified=SEEN)
        items = list(FeedReader().read(raw))
        assert all(isinstance(item, Draft | Problem) for item in items), case.name
        drafts = [item for item in items if isinstance(item, Draft)]
        faults = [fault for value in case.values if (fault := fault_of(drafts, *value))]
        outcomes["cases"] += 1
        outcomes["with values"] += bool(case.values)
        if faults:
            wrong[case.name] = "; ".join(faults)
    compared = outcomes["with values"] - len(EXCEPTIONS)
    right = outcomes["with values"] - len(wrong)
    print(f"\n{outcomes['cases']} cases read; {right} of {outcomes['with values']} with values right")
    unexplained = {name: fault for name, fault in wrong.items() if name not in EXCEPTIONS}
    assert right / compared >= FLOOR, unexplained
    assert not unexplained
    assert set(EXCEPTIONS) == set(wrong), "an exception that is none any more"


def test_every_case_is_known_for_a_feed(corpora: Path) -> None:
    for case in cases(corpora):
        chosen = choose(Raw(path=case.name, data=case.data, modified=SEEN))
        assert getattr(chosen, "name", None) == "feed", case.name


def cases(corpora: Path) -> Iterator[Case]:
    with tarfile.open(corpora / "feeds" / "feedparser_cases.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                data = file.read()
                yield Case(
                    member.name.removeprefix("./"), data, bool(_HEADER.search(data)), tuple(values_of(data))
                )


def values_of(data: bytes) -> Iterator[tuple[int, str, object]]:
    """The comparisons with a literal that concern an item's field which a draft has."""
    plain = data.replace(b"\0", b"")
    match = _EXPECTED.search(plain)
    if not match:
        return
    try:
        tree = ast.parse(match[1].decode("utf-8", "replace").strip(), mode="eval").body
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            try:
                value = ast.literal_eval(node.comparators[-1])
            except ValueError:
                continue
            for side in (node.left, *node.comparators[:-1]):
                path = path_of(side)
                if path and path[:1] == ["entries"] and len(path) > 2 and isinstance(path[1], int):
                    field = field_of([str(part) for part in path[2:]])
                    if field:
                        yield path[1], field, value


def path_of(node: ast.expr) -> list[str | int]:
    """`entries[0].author_detail['name']` as its parts; empty for what is no such chain."""
    parts: list[str | int] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            parts.append(node.slice.value)  # type: ignore[arg-type]  # a key or a number
            node = node.value
        else:
            return []
    return [node.id, *reversed(parts)]


def field_of(path: list[str]) -> str | None:
    """What a draft calls it."""
    name = ".".join(path)
    known = {
        "title": "title",
        "title_detail.value": "title",
        "link": "link",
        "id": "id",
        "guid": "id",
        "author": "author",
        "author_detail.name": "author",
        "authors.0.name": "author",
        "authors.1.name": "author",
        "description": "body",
        "summary": "body",
        "summary_detail.value": "body",
        "content.0.value": "body",
    }
    if name in known:
        return known[name]
    return "date" if name.removesuffix("_parsed") in {"published", "updated", "created"} else None


def fault_of(drafts: list[Draft], number: int, field: str, value: object) -> str | None:
    """How the draft differs from the value; None when it has it."""
    if number >= len(drafts):
        return f"no item {number}"
    draft = drafts[number]
    if field == "title":
        options, found = texts(value, line_of), " ".join(draft.title.split())
    elif field == "body":
        options, found = texts(value, paragraphs_of), " ".join(draft.body.split())
    elif field == "author":
        options, found = {" ".join(_ADDRESS.sub("", str(value)).split())}, ""
        found = next((name for name in draft.authors if name in options), str(draft.authors))
        if options == {""}:
            return None  # an address alone is no name
    elif field == "date":
        moments = {moment_of(draft.published), moment_of(draft.updated)}
        return None if moment_of(value) in moments else f"date: {value!r} is {moments!r}"
    else:
        options, found = {str(value)}, (draft.url if field == "link" else draft.external_id) or ""
    return None if found in options else f"{field}: {value!r} is {found!r}"


def texts(value: object, plain: object) -> set[str]:
    """A text as it stands, and as the markup that it may be."""
    assert callable(plain)
    return {" ".join(str(value).split()), " ".join(plain(str(value)).split())}


def moment_of(value: object) -> datetime | None:
    """A moment in UTC; a time without an offset is in UTC, as feedparser has it."""
    if isinstance(value, tuple):
        return datetime(*value[:6], tzinfo=UTC)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            try:
                value = parsedate_to_datetime(value)
            except (ValueError, TypeError):
                return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def test_every_feed_of_the_lists_comes_to_sources_yml_once(corpora: Path, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    with tarfile.open(corpora / "feeds" / "opml.tar.xz") as archive:
        archive.extractall(lists, filter="data")
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "digest.yml").write_text("{}\n")
    written = tmp_path / "site_config" / "sources.yml"
    written.write_text(
        "# Ours\nsources:\n- {id: guardian, name: The Guardian, domains: [theguardian.com]} # 1\n"
    )
    addresses = {
        html.unescape(address)
        for path in lists.rglob("*.opml")
        for address in re.findall(r'xmlUrl="([^"]*)"', path.read_text(encoding="utf-8"))
    }

    first = ingest(site_of(tmp_path), [lists])
    text = written.read_text(encoding="utf-8")
    second = ingest(site_of(tmp_path), [lists])

    assert [problem for problem in first.problems if problem.severity is Severity.ERROR] == []
    assert {
        f.url for source in site_of(tmp_path).settings.sources.values() for f in source.feeds
    } == addresses
    assert (second.new_sources, second.more_feeds) == ((), ())
    assert written.read_text(encoding="utf-8") == text
    assert text.startswith(
        "# Ours\nsources:\n- {id: guardian, name: The Guardian, domains: [theguardian.com]"
    )
    print(f"\n{len(addresses)} feeds: {len(first.new_sources)} sources")


def site_of(root: Path) -> Project:
    """The site as it stands."""
    settings, problems = load_settings(root)
    assert settings is not None
    assert problems == []
    return Project(root=root, settings=settings, now=SEEN)
