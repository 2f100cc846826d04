"""What is published is counted in the files themselves: in a site that was built, and before one is."""

from __future__ import annotations

import gzip
import html
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Result

from generator.cli.main import run

NOW = "2026-08-20T00:00:00Z"
KEPT = "The owner would not say on Friday who is to pay for the new bow of the ferry."
ARTICLE = {
    "title": "Ferry strikes the harbour wall",
    "url": "https://gazette.example/ferry",
    "text": "The ferry Solvind struck the inner wall of the harbour at 21:14, and eleven people were hurt. "
    f"{'It was calm, and the moon was up over the whole of the bay that night. ' * 3}\n\n{KEPT}",
    "published": "2026-08-10T09:00:00+02:00",
    "source": "Gazette",
    "id": "g-1",
}
PAGE = "articles/2026/08/10/gazette-ferry-strikes-the-harbour-wall"


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one article, of which not everything may be published."""
    site = tmp_path_factory.mktemp("counted") / "site"
    command("new", site, "--now", NOW)
    (site / "content/inbox/drop.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    command("ingest", "--site", site)
    assert command("build", "--site", site, "--now", NOW) == 0
    return site


def _in_its_paragraph(site: Path) -> Path:
    page = site / "site" / PAGE / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</blockquote>", f" {KEPT}</blockquote>"))
    return page


def _in_an_edition(site: Path) -> Path:
    page = site / "site/editions/2026/08/10/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", f"<p>{KEPT}</p></article>"))
    return page


def _in_the_description(site: Path) -> Path:
    page = site / "site" / PAGE / "index.html"
    text = page.read_text(encoding="utf-8")
    assert 'name="description" content="' in text
    page.write_text(text.replace('name="description" content="', f'name="description" content="{KEPT} '))
    return page


def _in_json_ld(site: Path) -> Path:
    page = site / "site/stories" / PAGE.removeprefix("articles/") / "index.html"
    text = page.read_text(encoding="utf-8")
    assert '"@type": "CollectionPage"' in text
    page.write_text(
        text.replace('"@type": "CollectionPage"', f'"@type": "CollectionPage", "abstract": "{KEPT}"')
    )
    return page


def _in_the_search_index(site: Path) -> Path:
    record = min((site / "site").rglob("*.pf_fragment"))
    text = gzip.decompress(record.read_bytes()).decode()
    assert '"content":"' in text
    record.write_bytes(gzip.compress(text.replace('"content":"', f'"content":"{KEPT} ').encode()))
    return record


def _in_a_feed(site: Path) -> Path:
    feed = site / "site/feed.xml"
    feed.write_text(f"<feed><entry><content>{html.escape(f'<p>{KEPT}</p>')}</content></entry></feed>")
    return feed


def _in_a_file_of_data(site: Path) -> Path:
    data = site / "site/today.json"
    data.write_text(json.dumps({"stories": [{"lines": [KEPT]}]}))
    return data


@pytest.mark.parametrize(
    "put",
    [
        _in_its_paragraph,
        _in_an_edition,
        _in_the_description,
        _in_json_ld,
        _in_the_search_index,
        _in_a_feed,
        _in_a_file_of_data,
    ],
)
def test_a_sentence_too_many_is_found_wherever_it_is_put(
    built: Path, put: Callable[[Path], Path], digest: Callable[..., Result]
) -> None:
    assert digest("check", "--site", built, "--now", NOW).status == 0
    before = {path: path.read_bytes() for path in (built / "site").rglob("*") if path.is_file()}
    changed = put(built)
    try:
        result = digest("check", "--site", built, "--now", NOW)
    finally:
        if changed in before:
            changed.write_bytes(before[changed])
        else:
            changed.unlink()
    assert result.status == 1
    assert f"{PAGE}.md:1:1: error[over-quoted]" in result.err
    assert f"also in {changed.relative_to(built).as_posix()};" in result.err


@pytest.fixture
def with_more_to_tell(built: Path, tmp_path: Path) -> Path:
    """The site, with a new article, of which a build makes a new edition and new pages."""
    site = shutil.copytree(built, tmp_path / "site")
    text = (site / f"content/articles/{PAGE.removeprefix('articles/')}.md").read_text(encoding="utf-8")
    path = site / "content/articles/2026/08/12/gazette-ferry-sails-again.md"
    path.parent.mkdir()
    for before, after in (("2026-08-10", "2026-08-12"), ("strikes the harbour wall", "sails again")):
        text = text.replace(before, after)
    path.write_text(text.replace("gazette.example/ferry", "gazette.example/again"), encoding="utf-8")
    return site


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _quote_too_much(site: Path) -> str:
    page = f"# Harbour\n\nThe Gazette had it:\n{KEPT}\n"
    (site / "content/pages/harbour.md").write_text(page, encoding="utf-8")
    return "over-quoted"


def _link_to_nothing(site: Path) -> str:
    (site / "content/pages/harbour.md").write_text("# Harbour\n\n[there](nowhere.md)\n", encoding="utf-8")
    return "site-build-failed"


def _lose_a_page(site: Path) -> str:
    with (site / "content/permalinks/pages.txt").open("a", encoding="utf-8") as register:
        register.write("/zebra/\n")
    return "lost-permalink"


REFUSALS = [
    (_quote_too_much, ()),
    (_quote_too_much, ("--no-site",)),
    (_lose_a_page, ()),
    (_lose_a_page, ("--no-site",)),
    (_link_to_nothing, ()),
]


@pytest.mark.parametrize(("spoil", "options"), REFUSALS)
def test_a_refused_build_leaves_the_last_good_site_and_what_is_known_of_it(
    with_more_to_tell: Path,
    digest: Callable[..., Result],
    spoil: Callable[[Path], str],
    options: tuple[str, ...],
) -> None:
    site = with_more_to_tell
    code = spoil(site)
    content, published = files_of(site / "content"), files_of(site / "site")
    result = digest("build", "--site", site, "--now", NOW, "--json", *options)
    report = json.loads(result.out)
    assert result.status == 1
    assert [problem["code"] for problem in report["problems"] if problem["severity"] == "error"] == [code]
    assert report["records_written"] == []
    assert report["site_built"] is False
    assert files_of(site / "content") == content
    assert files_of(site / "site") == published
    if code == "over-quoted":
        where = "build/docs/harbour.md" if options else "site/harbour/index.html"
        assert f"also in {where}" in report["problems"][0]["message"]


def test_words_of_a_new_article_are_found_in_a_page_that_has_stood_for_long(
    built: Path, tmp_path: Path, digest: Callable[..., Result]
) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    told = (
        "On the first day the pilots met behind the chandlery and asked for a launch that could be steered. "
        "On the second day nobody came but two lawyers and a dog, which slept under the table until noon. "
        "By the third the province had sent a letter of nine pages, and the launch was theirs by nightfall."
    )
    (site / "content/pages/harbour.md").write_text(f"# Harbour\n\n{told}\n", encoding="utf-8")
    options = ("--site", site, "--now", NOW, "--no-site")
    assert digest("build", *options).status == 0
    assert digest("build", *options).status == 0
    pilots = {"id": "g-2", "title": "Pilots strike", "url": "https://gazette.example/pilots"}
    text = f"Nobody knew why it had begun.\n\n{told}\n\n{KEPT}"
    (site / "content/inbox/drop.jsonl").write_text(json.dumps(ARTICLE | pilots | {"text": text}) + "\n")
    digest("ingest", "--site", site)
    result = digest("build", *options)
    assert result.status == 1
    assert "gazette-pilots-strike.md:1:1: error[over-quoted]" in result.err
    assert "also in build/docs/harbour.md;" in result.err
    assert digest("build", *options).err.count("error[over-quoted]") == 1  # and it goes on failing


def test_an_editors_note_counts_what_it_quotes(built: Path, digest: Callable[..., Result]) -> None:
    note = built / "content/editorial/note.yml"
    note.parent.mkdir(exist_ok=True)
    note.write_text(
        f"decisions:\n  - verb: note\n    target: {PAGE.removeprefix('articles/')}\n"
        f"    value: {json.dumps(KEPT)}\n    on: 2026-08-10\n    by: A\n    at: 2026-08-12T10:00:00Z\n"
        "    why: Chance.\n",
        encoding="utf-8",
    )
    try:
        result = digest("check", "--site", built, "--now", NOW)
    finally:
        note.unlink()
    assert f"{PAGE}.md:1:1: error[excerpt-too-long]" in result.err


def test_a_licence_that_comes_with_every_site_is_nobodys_quotation(tmp_path: Path) -> None:
    site = tmp_path / "site"
    command("new", site, "--now", NOW)
    words = (site / "site_config/theme/assets/fonts/OFL.txt").read_text(encoding="utf-8")
    drop = {**ARTICLE, "text": f"{ARTICLE['text']}\n\n{words}"}
    (site / "content/inbox/drop.jsonl").write_text(json.dumps(drop) + "\n", encoding="utf-8")
    command("ingest", "--site", site)
    assert command("build", "--site", site, "--now", NOW) == 0
    (site / "site_config/theme/assets/own.txt").write_text(words + KEPT, encoding="utf-8")
    assert command("build", "--site", site, "--now", NOW) == 1
