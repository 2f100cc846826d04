"""What was published answers for ever: the register of permalinks, redirects, and what a build refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Result

NOW = "2026-08-20T00:00:00Z"
TOPICS = "topics:\n  - {id: water, name: Water}\n  - {id: docks, name: Docks}\n"
SOURCES = "sources:\n  - {id: gazette, name: Gazette}\n  - {id: courier, name: Courier}\n"
FERRY = "2026/08/10/gazette-ferry-strikes-wall"
CHOIR = "2026/08/19/courier-choir-sings"
ARTICLE = (
    "---\ntitle: {title}\nsource: {source}\npublished: {when}\n---\n"
    "{title}, and nobody in the town had expected that it would end so soon.\n"
)


@pytest.fixture
def site(tmp_path: Path, digest: Callable[..., Result]) -> Path:
    """A built site with two articles, two topics and a page of its own. The choir's article came too late for
    its edition, so no record names it."""
    folder = tmp_path / "site"
    (folder / "site_config").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Test\n")
    (folder / "site_config/topics.yml").write_text(TOPICS)
    (folder / "site_config/sources.yml").write_text(SOURCES)
    (folder / "site_config/digest.yml").write_text("editions: {late_days: 0}\n")
    (folder / "content/pages").mkdir(parents=True)
    (folder / "content/pages/guide.md").write_text("# Guide\n")
    put(folder, FERRY, "Ferry strikes wall", "gazette", "2026-08-10T09:00:00Z")
    build(digest, folder)
    put(folder, CHOIR, "Choir sings", "courier", "2026-08-10T07:30:00Z")
    build(digest, folder)
    return folder


def put(site: Path, name: str, title: str, source: str, when: str) -> None:
    path = site / f"content/articles/{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(title=title, source=source, when=when))


def build(digest: Callable[..., Result], site: Path, *more: str, status: int = 0) -> str:
    result = digest("build", "--site", site, "--no-site", "--now", NOW, *more)
    assert result.status == status, result.err
    return result.err


def decide(digest: Callable[..., Result], site: Path, *words: str) -> None:
    result = digest("edit", "--site", site, "--now", NOW, *words, "--by", "A", "--why", "For the test.")
    assert result.status == 0, result.err


def register(site: Path) -> list[str]:
    files = (site / "content/permalinks").rglob("*.txt")
    return [line for path in sorted(files) for line in path.read_text().splitlines()]


def page(site: Path, name: str) -> str:
    return (site / f"build/docs/{name}.md").read_text(encoding="utf-8")


def test_the_register_has_every_permalink_once_in_order_by_month(site: Path) -> None:
    folder = site / "content/permalinks"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")}
    assert files == {"2026/08.txt", "pages.txt"}
    lines = (folder / "2026/08.txt").read_text().splitlines()
    assert lines == sorted(set(lines))
    articles = {f"/articles/{FERRY}/", f"/stories/{FERRY}/", f"/articles/{CHOIR}/"}
    assert {*articles, "/editions/2026/08/10/", "/editions/2026/08/"} <= {*lines}
    others = (folder / "pages.txt").read_text().splitlines()
    assert {"/", "/guide/", "/about/", "/topics/water/", "/sources/gazette/"} <= {*others}
    assert "/editions/2026/W33/" in others


def test_every_permalink_of_the_register_is_a_page(site: Path) -> None:
    docs = site / "build/docs"
    for at in register(site):
        name = at.strip("/")
        assert (docs / f"{name}.md").is_file() or (docs / name / "index.md").is_file(), at


def test_a_second_build_changes_nothing_of_it_and_a_locked_one_refuses_to(
    site: Path, digest: Callable[..., Result]
) -> None:
    before = register(site)
    build(digest, site, "--locked")
    (site / "content/pages/new.md").write_text("# New\n")
    assert "content/permalinks/pages.txt: error[record-would-change]" in build(
        digest, site, "--locked", status=1
    )
    assert register(site) == before
    build(digest, site)
    assert {*register(site)} - {*before} == {"/new/"}


def _delete_a_page(site: Path) -> str:
    (site / "content/pages/guide.md").unlink()
    return "/guide/"


def _remove_a_topic(site: Path) -> str:
    (site / "site_config/topics.yml").write_text(TOPICS.replace("  - {id: docks, name: Docks}\n", ""))
    return "/topics/docks/"


def _remove_a_source(site: Path) -> str:
    (site / "site_config/sources.yml").write_text(SOURCES.replace("{id: courier", "{id: herald"))
    path = site / f"content/articles/{CHOIR}.md"
    path.write_text(path.read_text().replace("source: courier", "source: herald"))
    return "/sources/courier/"


def _delete_an_article(site: Path) -> str:
    (site / f"content/articles/{CHOIR}.md").unlink()
    return f"/articles/{CHOIR}/"


LOSSES = [_delete_a_page, _remove_a_topic, _remove_a_source, _delete_an_article]


@pytest.mark.parametrize("lose", LOSSES)
def test_a_build_fails_where_a_permalink_would_stop_answering(
    site: Path, digest: Callable[..., Result], lose: Callable[[Path], str]
) -> None:
    lost = lose(site)
    said = build(digest, site, status=1)
    assert f"error[lost-permalink]: Nothing answers at {lost}" in said
    assert lost in register(site)  # and it goes on failing
    assert "error[lost-permalink]" in digest("check", "--site", site, "--now", NOW).err
    result = digest("build", "--site", site, "--now", NOW)
    assert result.status == 1
    assert not (site / "site").exists()


@pytest.mark.parametrize("lose", LOSSES)
def test_a_redirect_answers_for_what_is_gone(
    site: Path, digest: Callable[..., Result], lose: Callable[[Path], str]
) -> None:
    lost = lose(site)
    decide(digest, site, "redirect", lost, "/topics/water/")
    if lost.startswith("/articles/"):
        decide(digest, site, "redirect", lost.replace("articles", "stories"), "/topics/water/")
    build(digest, site)
    told = page(site, lost.strip("/"))
    assert 'moved_to: "topics/water/"' in told
    assert "What stood here is now at [Water](" in told
    assert digest("check", "--site", site, "--now", NOW).status == 0


@pytest.mark.parametrize("lose", LOSSES)
def test_a_takedown_answers_for_what_is_gone(
    site: Path, digest: Callable[..., Result], lose: Callable[[Path], str]
) -> None:
    lost = lose(site)
    decide(digest, site, "takedown", lost)
    build(digest, site)
    assert "was taken down on Thursday 20 August 2026" in page(site, lost.strip("/"))


def test_a_page_of_ours_that_is_taken_down_is_gone_while_its_file_is_there(
    site: Path, digest: Callable[..., Result]
) -> None:
    decide(digest, site, "takedown", "/guide/")
    build(digest, site)
    assert "# This page was taken down" in page(site, "guide")


def test_an_article_of_another_name_is_told_by_it_in_closed_editions_too(
    site: Path, digest: Callable[..., Result]
) -> None:
    new = FERRY.replace("wall", "harbour-wall")
    (site / f"content/articles/{FERRY}.md").rename(site / f"content/articles/{new}.md")
    assert "error[missing-article]" in build(digest, site, status=1)
    decide(digest, site, "redirect", f"/articles/{FERRY}/", f"/articles/{new}/")
    build(digest, site)
    day = json.loads((site / "content/editions/2026/08/10.json").read_text())
    assert ([story["id"] for story in day["stories"]], day["revision"]) == ([new], 2)
    assert f'moved_to: "articles/{new}/"' in page(site, f"articles/{FERRY}")
    assert f'moved_to: "stories/{new}/"' in page(site, f"stories/{FERRY}")
    build(digest, site, "--locked")
    assert digest("check", "--site", site, "--now", NOW).status == 0
    newest = FERRY.replace("wall", "stone-wall")
    (site / f"content/articles/{new}.md").rename(site / f"content/articles/{newest}.md")
    decide(digest, site, "redirect", f"/articles/{new}/", f"/articles/{newest}/")
    build(digest, site)
    for old in (FERRY, new):
        assert f'moved_to: "stories/{newest}/"' in page(site, f"stories/{old}")
        assert f'moved_to: "articles/{newest}/"' in page(site, f"articles/{old}")


@pytest.mark.parametrize("renamed_before", [False, True])
def test_an_article_that_was_taken_down_is_so_by_all_its_names(
    site: Path, digest: Callable[..., Result], *, renamed_before: bool
) -> None:
    names = [FERRY]

    def rename() -> None:
        names.append(FERRY.replace("wall", f"wall-{len(names)}"))
        old, new = (site / f"content/articles/{name}.md" for name in names[-2:])
        old.rename(new)
        decide(digest, site, "redirect", f"/articles/{names[-2]}/", f"/articles/{names[-1]}/")

    build(digest, site)
    if renamed_before:
        rename()
        build(digest, site)
    decide(digest, site, "takedown", names[-1])
    build(digest, site)
    rename()
    for _ in range(2):  # what the record says of it has then its new name
        build(digest, site)
        for kind in ("articles", "stories"):
            assert all("was taken down" in page(site, f"{kind}/{name}") for name in names)


def test_a_redirect_leads_on_along_others_to_where_somebody_answers(
    site: Path, digest: Callable[..., Result]
) -> None:
    (site / "content/pages/guide.md").unlink()
    decide(digest, site, "redirect", "/guide/", "/manual/")
    assert "nothing answers at /manual/" in build(digest, site, status=1)
    decide(digest, site, "redirect", "/manual/", "/guide/")
    assert "nothing answers at /guide/" in build(digest, site, status=1)
    decide(digest, site, "redirect", "/manual/", "/about/")
    build(digest, site)
    assert 'moved_to: "about/"' in page(site, "guide")


def test_a_redirect_of_what_is_there_is_told_and_not_followed(
    site: Path, digest: Callable[..., Result]
) -> None:
    decide(digest, site, "redirect", "/guide/", "/about/")
    assert "warning[moot-decision]: The redirect sends nobody on" in build(digest, site)
    assert page(site, "guide") == "# Guide\n"


def test_what_is_yet_to_come_for_an_earlier_build_is_not_lost(
    site: Path, digest: Callable[..., Result]
) -> None:
    shutil.rmtree(site / "content/editions")  # so that nothing but the register remembers
    put(site, "2026/08/19/gazette-later", "Something later", "gazette", "2026-08-19T09:00:00Z")
    build(digest, site)
    shutil.rmtree(site / "content/editions")
    result = digest("build", "--site", site, "--no-site", "--now", "2026-08-12T00:00:00Z")
    assert "lost-permalink" not in result.err
    assert result.status == 0


@pytest.mark.parametrize("words", [("/guide", "about"), ("guide", "/about/"), ("/a b/", "/about/")])
def test_a_redirect_is_from_a_permalink_to_a_permalink(
    site: Path, digest: Callable[..., Result], words: tuple[str, str]
) -> None:
    result = digest("edit", "redirect", *words, "--site", site, "--why", "For the test.")
    assert result.status == 1
    assert "error[invalid-value]" in result.err


def test_an_edition_cannot_be_taken_down_by_its_address(site: Path, digest: Callable[..., Result]) -> None:
    result = digest("edit", "takedown", "/editions/2026/08/10/", "--site", site, "--why", "For the test.")
    assert "error[invalid-value]" in result.err


def test_a_register_that_cannot_be_read_stops_all_writing(site: Path, digest: Callable[..., Result]) -> None:
    path = site / "content/permalinks/pages.txt"
    path.write_bytes(b"/caf\xe9/\n")
    (site / "content/pages/new.md").write_text("# New\n")
    assert "error[bad-permalinks]" in build(digest, site, status=1)
    assert path.read_bytes() == b"/caf\xe9/\n"
    assert not (site / "build/docs/new.md").exists()
    path.unlink()
    path.mkdir()
    assert "error[bad-permalinks]" not in build(digest, site, status=1)  # unreadable, and told so


def test_lines_in_the_wrong_file_find_their_own(site: Path, digest: Callable[..., Result]) -> None:
    before = register(site)
    for name in ("2026/08.txt", "pages.txt"):
        (site / "content/permalinks" / name).unlink()
    (site / "content/permalinks/old.txt").write_text("\n".join([*before, ""]))
    build(digest, site)
    assert register(site) == before
    assert not (site / "content/permalinks/old.txt").exists()
