"""A name is taken down, from the command to the page: it stands nowhere any more, and the rest stays."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from command_line import Result

from generator.cache_file import compact

NOW = "2026-08-20T00:00:00Z"
TITLED = "2026/08/10/courier-zoe-mueller-roe-fined-over-ferry"
FERRY = "2026/08/10/gazette-ferry-strikes-wall"
CHOIR = "2026/08/11/gazette-choir-sings"
ARTICLES = {
    TITLED: (
        "Zoë Müller-Roe fined over ferry",
        "https://courier.example/zoe-muller-roe-fined",
        "2026-08-10T06:00:00Z",
        (
            "A court at Ulswick fined Zoë Müller-Roe 4,000 crowns over the ferry Solvind. The ferry struck "
            "the inner wall in the morning and eleven people were hurt by the blow."
        ),
    ),
    FERRY: (
        "Ferry strikes wall",
        "https://gazette.example/ferry",
        "2026-08-10T07:00:00Z",
        (
            "The ferry Solvind struck the inner wall at Port Aldous and eleven people were hurt by it. "
            "ZOE MULLER-ROE’s lawyer said nothing."
        ),
    ),
    CHOIR: (
        "Choir sings",
        "https://gazette.example/choir",
        "2026-08-11T07:00:00Z",
        "The choir of Ulswick sang for two hours, and two hundred people came to the hall to hear it.",
    ),
}
TOPICS = (
    "topics:\n"
    "  - {id: zoe-mueller-roe, name: Zoë Müller-Roe, kind: person, aliases: [Zoe Muller-Roe]}\n"
    "  - {id: ferry, name: Ferry, description: On Zoë Müller-Roe and others, aliases: [Solvind]}\n"
)
SOURCES = (
    "sources:\n"
    "  - {id: gazette, name: Gazette, owner: Zoë Müller-Roe, rights: {full_text: true}}\n"
    "  - {id: courier, name: Courier}\n"
)
FORMS = ("Zoë Müller-Roe", "Zoe Muller-Roe", "ZOE MULLER-ROE", "zoe-mueller-roe", "zoe-muller-roe")


@pytest.fixture
def site(tmp_path: Path, digest: Callable[..., Result]) -> Path:
    """A site of closed editions that has the name wherever one can be."""
    folder = tmp_path / "site"
    (folder / "site_config").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Test\n")
    (folder / "site_config/topics.yml").write_text(TOPICS, encoding="utf-8")
    (folder / "site_config/sources.yml").write_text(SOURCES, encoding="utf-8")
    (folder / "site_config/digest.yml").write_text("{}\n")
    (folder / "content/pages").mkdir(parents=True)
    (folder / "content/pages/guide.md").write_text("# Guide\n\nWrite to Zoë Müller-Roe.\n", encoding="utf-8")
    for name, (title, url, when, body) in ARTICLES.items():
        path = folder / f"content/articles/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        source = name.rpartition("/")[2].partition("-")[0]
        path.write_text(
            f"---\ntitle: {title}\nurl: {url}\nsource: {source}\npublished: {when}\n"
            f"authors: [A. Writer, Zoë Müller-Roe]\nsee_also: [More on Zoë Müller-Roe]\n---\n{body}\n",
            encoding="utf-8",
        )
    for verb, value in (("headline", "Zoë Müller-Roe fined"), ("note", "She is Zoë Müller-Roe.")):
        decide(digest, folder, verb, TITLED, value, "--on", "2026-08-10")
    build(digest, folder)
    assert len(where(folder)) > 10
    return folder


def build(digest: Callable[..., Result], site: Path, *more: str) -> Result:
    result = digest("build", "--site", site, "--no-site", "--now", NOW, *more)
    assert result.status == 0, result.err
    return result


def decide(digest: Callable[..., Result], site: Path, *words: str) -> None:
    result = digest("edit", "--site", site, "--now", NOW, *words, "--by", "A", "--why", "Order 4 C 12/26.")
    assert result.status == 0, result.err


def take_down(digest: Callable[..., Result], site: Path) -> None:
    """Both spellings: an umlaut that is written out is another name."""
    decide(digest, site, "takedown", "name:Zoë Müller-Roe")
    decide(digest, site, "takedown", "name:Zoe Mueller-Roe")


def made(site: Path) -> dict[str, bytes]:
    """Every file that a build has written."""
    folders = (site / "build", site / "content/editions", site / "content/permalinks")
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def where(site: Path) -> list[str]:
    """The files with the name in any form, in their path, as they are, or within a database."""
    found = []
    for name, data in made(site).items():
        text = name + data.decode("utf-8", "replace")
        if name.endswith(".sqlite"):
            text += values_of(site / name)
        if any(form in text for form in FORMS):
            found.append(name)
    return found


def values_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    values = [v for table in tables for row in connection.execute(f"SELECT * FROM {table}") for v in row]  # noqa: S608 - our own
    connection.close()
    return "\n".join(map(text_of, values))


def text_of(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    text = value.decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def record(site: Path, edition: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / f"content/editions/{edition}.json").read_text())
    return found


def check(digest: Callable[..., Result], site: Path) -> Result:
    return digest("check", "--takedowns", "--site", site, "--now", NOW)


def test_a_name_that_is_taken_down_stands_in_nothing_that_is_made(
    site: Path, digest: Callable[..., Result]
) -> None:
    before = made(site)
    take_down(digest, site)
    assert check(digest, site).status == 1  # it has not been built since
    said = build(digest, site)
    assert where(site) == []
    result = check(digest, site)
    assert result.status == 0, result.err
    assert "Nothing of what is taken down is published." in result.out
    assert "content/editorial/takedown.yml:2:5: note[taken-down]: What was taken down is still in" in said.err
    assert not any(form in said.err.replace(TITLED, "") for form in FORMS)
    after = made(site)
    gone = {name for name in before.keys() - after.keys() if not name.startswith("build/cache")}
    assert all("zoe-mueller-roe" in name for name in gone)  # whose addresses said the name
    assert len(gone) == 4  # pages of the topic, the article and the story, and the data of that
    assert digest("check", "--site", site, "--now", NOW).status == 0
    build(digest, site, "--locked")
    assert made(site).keys() == after.keys()


def test_the_articles_stay_with_a_mark_and_are_quoted_elsewhere(
    site: Path, digest: Callable[..., Result]
) -> None:
    take_down(digest, site)
    build(digest, site)
    (page,) = (site / "build/docs/articles/2026/08/10").glob("courier-name-removed-*-fined-over-ferry.md")
    text = page.read_text(encoding="utf-8")
    assert "\\[name removed\\] fined over ferry" in text or "[name removed] fined over ferry" in text
    assert "A. Writer" in text
    assert "courier.example" not in text  # the address says the name
    assert "The ferry struck the inner wall in the morning" in text
    whole = (site / f"build/docs/articles/{FERRY}.md").read_text(encoding="utf-8")
    assert "█" * len("ZOE MULLER-ROE") + "’s lawyer said nothing" in whole
    story = (site / "build/docs/stories/2026/08/10").glob("*.md")
    assert any("name removed" in path.read_text(encoding="utf-8") for path in story)


def test_a_closed_edition_is_a_revision_later_only_where_it_had_the_name(
    site: Path, digest: Callable[..., Result]
) -> None:
    take_down(digest, site)
    build(digest, site)
    day = record(site, "2026/08/10")
    assert day["revision"] == 2
    headlines = [story["headline"] for story in day["stories"]]
    assert "[name removed] fined" in headlines
    assert "She is [name removed]." in [story.get("note") for story in day["stories"]]
    assert record(site, "2026/08/11")["revision"] == 1


def test_a_topic_that_is_the_name_leaves_a_page_that_says_so(
    site: Path, digest: Callable[..., Result]
) -> None:
    take_down(digest, site)
    build(digest, site)
    (page,) = (site / "build/docs/topics").glob("name-removed-*.md")
    assert "# This page was taken down" in page.read_text(encoding="utf-8")
    ferry = (site / "build/docs/topics/ferry.md").read_text(encoding="utf-8")
    assert "name removed" in ferry


def test_what_comes_in_later_comes_without_the_name(site: Path, digest: Callable[..., Result]) -> None:
    take_down(digest, site)
    drop = site / "content/inbox/drop.jsonl"
    drop.parent.mkdir(parents=True)
    items = [
        {
            "title": "Zoë Müller-Roe appeals",
            "url": "https://gazette.example/appeal",
            "text": "On Tuesday Zoë Müller-Roe appealed. The court will hear it in the autumn, it said.",
            "published": "2026-08-12T09:00:00Z",
            "source": "Gazette",
        },
        {
            "title": ARTICLES[FERRY][0],
            "url": ARTICLES[FERRY][1],
            "text": ARTICLES[FERRY][3],
            "published": ARTICLES[FERRY][2],
            "source": "Gazette",
        },
    ]
    drop.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    before = {path: path.read_bytes() for path in (site / "content/articles").rglob("*.md")}
    result = digest("ingest", "--site", site, "--now", NOW)
    assert result.status == 0
    new = {path for path in (site / "content/articles").rglob("*.md") if path not in before}
    (appeal,) = new
    text = appeal.read_text(encoding="utf-8")
    assert "[name removed] appeals" in text
    assert not any(form in text + appeal.name for form in FORMS)
    assert all(path.read_bytes() == data for path, data in before.items())  # what was there is an input
    build(digest, site)
    assert where(site) == []


def _in_a_page(site: Path) -> str:
    (site / "build/docs/old.md").write_text("Write to Zoe\nMuller Roe.", encoding="utf-8")
    return "build/docs/old.md"


def _in_json(site: Path) -> str:
    (site / "build/docs/old.json").write_text(json.dumps("Zoë Müller-Roe"))
    return "build/docs/old.json"


def _in_html(site: Path) -> str:
    path = site / "site/old.html"
    path.parent.mkdir()
    path.write_text("<b>Zo&euml;</b> <i>M&#252;ller-Roe</i>")
    return "site/old.html"


def _in_an_attribute(site: Path) -> str:
    (site / "build/docs/old.html").write_text('<meta name="author" content="Zo&euml; M&uuml;ller-Roe">')
    return "build/docs/old.html"


def _in_an_address(site: Path) -> str:
    (site / "build/docs/old.md").write_text("https://x.example/?q=Zo%C3%AB%20M%C3%BCller-Roe")
    return "build/docs/old.md"


def _in_a_search_fragment(site: Path) -> str:
    path = site / "site/pagefind/fragment/en_1.pf_fragment"
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(b"pagefind_dcd" + json.dumps({"content": "Zoë Müller-Roe"}).encode()))
    return "site/pagefind/fragment/en_1.pf_fragment"


def _in_a_cache(site: Path) -> str:
    path = site / "build/cache/old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kept (data BLOB)")
    connection.execute("INSERT INTO kept VALUES (?)", (zlib.compress("Zoë Müller-Roe".encode()),))
    connection.commit()
    connection.close()
    return "build/cache/old.sqlite"


def _in_a_record(site: Path) -> str:
    (site / "content/editions/old.txt").write_text("Zoë Müller-Roe", encoding="utf-8")
    return "content/editions/old.txt"


def _in_the_register(site: Path) -> str:
    (site / "content/permalinks/old.txt").write_text("/topics/zoe-muller-roe/\n")
    return "content/permalinks/old.txt"


def _in_a_path(site: Path) -> str:
    (site / "build/docs/zoe-muller-roe.md").write_text("")
    return "build/docs/zoe-muller-roe.md"


@pytest.mark.parametrize(
    "plant",
    [
        *(
            _in_a_page,
            _in_json,
            _in_html,
            _in_an_attribute,
            _in_an_address,
            _in_a_search_fragment,
            _in_a_cache,
        ),
        *(_in_a_record, _in_the_register, _in_a_path),
    ],
)
def test_check_finds_a_name_wherever_it_was_left(
    site: Path, digest: Callable[..., Result], plant: Callable[[Path], str]
) -> None:
    take_down(digest, site)
    build(digest, site)
    place = plant(site)
    result = check(digest, site)
    assert result.status == 1
    assert (
        f"{place}: error[taken-down-leak]: It has a name that is taken down (content/editorial/" in result.err
    )


@pytest.mark.parametrize(
    ("target", "text", "found"),
    [
        ("https://gazette.example/choir", "<a href='https://gazette.example/choir/'>", True),
        ("https://gazette.example/choir", "https://gazette.example/choir#:~:text=The", True),
        ("https://gazette.example/choir", "https://gazette.example/choir-2", False),
        ("https://gazette.example/*", "see https://gazette.example/anything", True),
        ("https://gazette.example/*", "see https://courier.example/anything", False),
        (CHOIR, "https://gazette.example/choir", True),
        (CHOIR, "The choir of Ulswick sang for two hours, and two hundred people came to the hall to", False),
        (CHOIR, ARTICLES[CHOIR][3], True),
    ],
)
def test_check_finds_addresses_and_words_of_what_is_taken_down(
    site: Path, digest: Callable[..., Result], target: str, text: str, found: bool
) -> None:
    decide(digest, site, "takedown", target)
    build(digest, site)
    assert check(digest, site).status == 0, check(digest, site).err
    (site / "build/docs/old.md").write_text(text, encoding="utf-8")
    assert check(digest, site).status == (1 if found else 0)


def test_an_article_that_is_taken_down_is_in_no_cache(site: Path, digest: Callable[..., Result]) -> None:
    index = site / "build/cache/index.sqlite"
    assert "two hundred people" in values_of(index)
    decide(digest, site, "takedown", CHOIR)
    assert "build/cache/index.sqlite: error[taken-down-leak]" in check(digest, site).err
    build(digest, site)
    assert "two hundred people" not in values_of(index)
    assert b"two hundred people" not in index.read_bytes()
    (site / "content/inbox").mkdir()
    digest("ingest", "--site", site, "--now", NOW)  # which reads the library, too
    assert "two hundred people" not in values_of(index)


def test_nothing_is_left_in_a_cache_of_what_was_deleted_from_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE kept (data TEXT)")
    connection.execute("INSERT INTO kept VALUES ('Jane Roe'), ('John Doe')")
    connection.execute("DELETE FROM kept WHERE data = 'Jane Roe'")
    connection.commit()
    connection.close()
    assert b"Jane Roe" in path.read_bytes()
    compact(path)
    assert b"Jane Roe" not in path.read_bytes()
    assert b"John Doe" in path.read_bytes()
    path.write_bytes(b"Jane Roe" * 1000)
    compact(path)
    assert not path.exists()


def test_caches_are_compacted_once_for_each_takedown(site: Path, digest: Callable[..., Result]) -> None:
    noted = site / "build/cache/takedowns.txt"
    assert not noted.exists()
    take_down(digest, site)
    build(digest, site)
    told = noted.read_text()
    assert told.count("\n") == 2
    assert not any(form in told for form in FORMS)
    index = site / "build/cache/index.sqlite"
    before = index.read_bytes()
    build(digest, site)
    assert index.read_bytes() == before


@pytest.mark.parametrize("target", ["name:", "name:Al", "name: … "])
def test_what_is_no_name_cannot_be_taken_down_as_one(
    site: Path, digest: Callable[..., Result], target: str
) -> None:
    result = digest("edit", "takedown", target, "--site", site, "--why", "For the test.")
    assert result.status == 1
    assert "error[invalid-value]" in result.err
