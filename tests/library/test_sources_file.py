"""sources.yml grows at its end, and not a byte of what stood there changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import DayfoldError
from generator.library.sources import add_feeds, add_source, add_sources
from generator.model.ids import SourceId
from generator.model.source import Feed, Rights, Source, SourceKind
from generator.model.text import normal_line
from generator.settings.loading import load_settings

NEW = Source(id=SourceId("new-paper"), name="New: Paper", domains=("new.example",), kind=SourceKind.NEWSPAPER)
NEW_LINES = '- id: new-paper\n  name: "New: Paper"\n  domains: [new.example]\n  kind: newspaper\n'


def indented(text: str, by: str) -> str:
    return "".join(by + line for line in text.splitlines(keepends=True))


def site(root: Path, text: str | bytes | None) -> Path:
    (root / "site_config").mkdir(exist_ok=True)
    (root / "site_config" / "digest.yml").write_text("")
    path = root / "site_config" / "sources.yml"
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def sources(root: Path) -> list[Source]:
    settings, problems = load_settings(root)
    assert problems == []
    assert settings is not None
    return [source for source in settings.sources.values() if source.id != "unknown"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "sources:\n" + indented(NEW_LINES, "  ")),
        ("", "sources:\n" + indented(NEW_LINES, "  ")),
        ("# Publishers\n", "# Publishers\nsources:\n" + indented(NEW_LINES, "  ")),
        ("sources: []\n", "sources:\n" + indented(NEW_LINES, "  ")),
        ("sources: []  # none yet\n# more\n", "sources:  # none yet\n# more\n" + indented(NEW_LINES, "  ")),
        ("sources: [ ]", "sources:\n" + indented(NEW_LINES, "  ")),
        ("sources:\n", "sources:\n" + indented(NEW_LINES, "  ")),
        ("sources:", "sources:\n" + indented(NEW_LINES, "  ")),
        ("sources: null\n", "sources:\n" + indented(NEW_LINES, "  ")),
        ("sources: ~ # none\n", "sources: # none\n" + indented(NEW_LINES, "  ")),
        ("sources:\n- id: a\n  name: A\n", "sources:\n- id: a\n  name: A\n" + NEW_LINES),
        ("sources:\n- id: a\n  name: A", "sources:\n- id: a\n  name: A\n" + NEW_LINES),
        (
            "# One\nsources:\n    # Two\n    - id: a # three\n      name: A\n# four\n\n",
            "# One\nsources:\n    # Two\n    - id: a # three\n      name: A\n# four\n\n"
            + indented(NEW_LINES, "    "),
        ),
        (
            "sources: [{id: a, name: A}] # all\n",
            (
                'sources: [{id: a, name: A}, {id: new-paper, name: "New: Paper", domains: [new.example], '
                "kind: newspaper}] # all\n"
            ),
        ),
        (
            "sources: [\n  {id: a, name: A},\n]\n",
            (
                'sources: [\n  {id: a, name: A},\n{id: new-paper, name: "New: Paper", domains: '
                "[new.example], "
                "kind: newspaper}]\n"
            ),
        ),
        ("sources:\n- {id: a, name: A}\n...\n", "sources:\n- {id: a, name: A}\n" + NEW_LINES + "...\n"),
        ("---\nsources:\n- {id: a, name: A}\n", "---\nsources:\n- {id: a, name: A}\n" + NEW_LINES),
        (
            "sources:\n- id: a\n  name: >\n    A\n    B\n",
            "sources:\n- id: a\n  name: >\n    A\n    B\n" + NEW_LINES,
        ),
        (
            "sources:\r\n  - id: a\r\n    name: A\r\n",
            ("sources:\n  - id: a\n    name: A\n" + indented(NEW_LINES, "  ")).replace("\n", "\r\n"),
        ),
        ("\ufeffsources:\n- {id: a, name: é}\n", "\ufeffsources:\n- {id: a, name: é}\n" + NEW_LINES),
        ("\ufeffsources: []\n", "\ufeffsources:\n" + indented(NEW_LINES, "  ")),
    ],
)
def test_an_entry_is_appended_and_the_rest_left_alone(tmp_path: Path, before: str | None, after: str) -> None:
    path = site(tmp_path, before)
    old = sources(tmp_path)
    assert add_source(tmp_path, NEW)
    assert path.read_bytes().decode() == after
    assert sources(tmp_path) == [*old, NEW]


def test_the_sample_sites_file_only_grows(tmp_path: Path, repository: Path) -> None:
    before = (repository / "site_config" / "sources.yml").read_bytes()
    path = site(tmp_path, before)
    add_source(tmp_path, NEW)
    assert path.read_bytes() == before + indented(NEW_LINES, "  ").encode()


def test_a_source_that_is_there_is_not_added(tmp_path: Path) -> None:
    path = site(tmp_path, "sources:\n- {id: new-paper, name: Already}\n")
    assert add_sources(tmp_path, [NEW, NEW]) == []
    assert path.read_text() == "sources:\n- {id: new-paper, name: Already}\n"


def test_each_of_several_is_added_once(tmp_path: Path) -> None:
    site(tmp_path, "sources: []\n")
    other = Source(id=SourceId("other"), name="Other", rights=Rights(excerpt_chars=50, link_only=True))
    assert add_sources(tmp_path, [NEW, other, NEW]) == [NEW, other]
    assert sources(tmp_path) == [NEW, other]


def test_a_file_with_errors_is_left_alone(tmp_path: Path) -> None:
    path = site(tmp_path, "sources:\n- {id: a}\n")
    with pytest.raises(DayfoldError, match=r"sources\.yml:2:3: error\[missing-key\]"):
        add_source(tmp_path, NEW)
    assert path.read_text() == "sources:\n- {id: a}\n"


def test_a_list_that_cannot_grow_is_told(tmp_path: Path) -> None:
    text = '{"sources": [\n{"id": "a", "name": "A"} # no room\n]}\n'
    path = site(tmp_path, text)
    add_source(tmp_path, NEW)  # there is room after all: before the bracket
    assert [source.id for source in sources(tmp_path)] == ["a", "new-paper"]
    path.write_text("{sources: null}\n")
    with pytest.raises(DayfoldError, match="'new-paper' could not be added to this list"):
        add_source(tmp_path, NEW)
    assert path.read_text() == "{sources: null}\n"


@given(
    name=st.text(min_size=1, max_size=30).filter(
        lambda name: any(c.isalnum() for c in name) and normal_line(name).casefold() != "a"
    )
)
def test_any_name_can_be_added(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    root = tmp_path_factory.mktemp("site")
    site(root, "# mine\nsources:\n  - id: a\n    name: A # kept\n")
    add_source(root, Source(id=SourceId("b"), name=name))
    assert [source.id for source in sources(root)][:2] == ["a", "b"]


FEED = Feed(url="https://a.example/feed", title="A: all", folders=("News",))
FEED_ENTRY = '{url: "https://a.example/feed", title: "A: all", folders: [News]}'


# Before, and after; FEED stands for the new entry.
PLACES = [
    (
        "sources:\n  - id: a # one\n    name: A\n  # b\n  - id: b\n    name: B\n",
        "sources:\n  - id: a # one\n    feeds:\n      - FEED\n    name: A\n  # b\n  - id: b\n    name: B\n",
    ),
    ("sources:\n- name: A\n  id: a", "sources:\n- name: A\n  id: a\n  feeds:\n    - FEED\n"),
    ("sources:\n- {id: a, name: A} # one\n", "sources:\n- {id: a, name: A, feeds: [FEED]} # one\n"),
    (
        "sources:\n- id: a\n  feeds: [{url: https://x.example}] # x\n  name: A\n",
        "sources:\n- id: a\n  feeds: [{url: https://x.example}, FEED] # x\n  name: A\n",
    ),
    (
        "sources:\n- id: a\n  feeds:\n  # x\n  - {url: https://x.example} # y\n  name: A\n",
        "sources:\n- id: a\n  feeds:\n  # x\n  - {url: https://x.example} # y\n  - FEED\n  name: A\n",
    ),
    (
        "sources:\n- id: a\n  feeds:\n    - url: https://x.example\n      title: X\n  name: A\n",
        "sources:\n- id: a\n  feeds:\n    - FEED\n    - url: https://x.example\n      title: X\n  name: A\n",
    ),
    (
        "sources:\r\n- id: a\r\n  name: A\r\n",
        "sources:\r\n- id: a\r\n  feeds:\r\n    - FEED\r\n  name: A\r\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_feed_is_put_into_its_sources_entry(before: str, after: str, tmp_path: Path) -> None:
    path = site(tmp_path, before)
    add_feeds(tmp_path, {SourceId("a"): [FEED]})
    assert path.read_bytes().decode() == after.replace("FEED", FEED_ENTRY)
    assert FEED in sources(tmp_path)[0].feeds


def test_new_source_brings_its_feeds(tmp_path: Path) -> None:
    source = Source(id=SourceId("a"), name="A", feeds=(FEED, Feed(url="https://a.example/2")))
    path = site(tmp_path, None)
    add_source(tmp_path, source)
    assert sources(tmp_path) == [source]
    assert path.read_text() == (
        "sources:\n  - id: a\n    name: A\n    feeds:\n"
        f'      - {FEED_ENTRY}\n      - {{url: "https://a.example/2"}}\n'
    )


def test_feed_that_finds_no_place_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    path = site(tmp_path, "sources:\n- ? id\n  : a\n  name: A\n  feeds: null\n")
    with pytest.raises(DayfoldError, match=r"write-failed"):
        add_feeds(tmp_path, {SourceId("a"): [FEED]})
    assert path.read_text() == "sources:\n- ? id\n  : a\n  name: A\n  feeds: null\n"
