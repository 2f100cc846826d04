"""Cards become pictures beside them: those that changed, the same bytes again, and none is left behind."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from generator.cli.main import run

NOW = ("--now", "2026-08-17T20:00:00Z")
ARTICLE = (
    "---\ntitle: {title}\nsource: gazette\npublished: 2026-08-17T09:00:00Z\n---\n{title}, the council said.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert run(["new", str(folder), "--url", "https://d.example/", *NOW]) == 0
    shutil.rmtree(folder / "content/articles")
    (folder / "site_config/sources.yml").write_text("sources:\n  - {id: gazette, name: Gazette}\n")
    with (folder / "site_config/digest.yml").open("a") as settings:
        settings.write("\ncards: {make: true}\n")
    for number, title in enumerate(("Bridge opens", "Choir sings")):
        put(folder, f"gazette-{number}", title)
    return folder


def put(site: Path, name: str, title: str) -> None:
    path = site / f"content/articles/2026/08/17/{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(title=title))


def build(site: Path, *options: str) -> int:
    return run(["build", "--site", str(site), *NOW, *options])


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("card.png")}


def test_pictures_are_published_and_named_by_their_pages(site: Path) -> None:
    assert build(site) == 0
    found = pictures(site / "site")
    names = ("2026/08/17/gazette-0", "2026/08/17/gazette-1")
    editions = ("2026/08/17", "2026/08", "2026/W34")
    assert found.keys() == {f"stories/{n}/card.png" for n in names} | {
        f"editions/{e}/card.png" for e in editions
    }
    for picture in found.values():
        assert picture.startswith(b"\x89PNG\r\n")
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    page = (site / "site/stories/2026/08/17/gazette-0/index.html").read_text()
    assert (
        '<meta property="og:image" content="https://d.example/stories/2026/08/17/gazette-0/card.png">' in page
    )
    assert "og:image" not in (site / "site/archive/index.html").read_text()


def test_only_what_changed_is_drawn_and_nothing_stays_behind(site: Path) -> None:
    docs = site / "build/docs"
    assert build(site, "--no-site") == 0
    before = {path: path.stat().st_mtime_ns for path in docs.rglob("card.png")}
    first = pictures(docs)
    put(site, "gazette-1", "The choir of Ulswick sings")
    assert build(site, "--no-site") == 0
    drawn = {p.relative_to(docs).as_posix() for p, at in before.items() if p.stat().st_mtime_ns != at}
    assert "stories/2026/08/17/gazette-1/card.png" in drawn
    assert "stories/2026/08/17/gazette-0/card.png" not in drawn
    put(site, "gazette-1", "Choir sings")
    (docs / "stories/2026/08/17/gazette-0/card.png").unlink()
    shutil.rmtree(site / "content/editions")
    assert build(site, "--no-site") == 0
    assert pictures(docs) == first
    settings = site / "site_config/digest.yml"
    settings.write_text(settings.read_text().replace("make: true", "make: false"))
    assert build(site, "--no-site") == 0
    assert not pictures(docs)


def test_a_font_that_is_not_there_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = site / "site_config/digest.yml"
    settings.write_text(settings.read_text().replace("make: true", "make: true, fonts: [site_config/a.ttf]"))
    assert build(site, "--no-site") == 1
    assert "site_config/a.ttf: error[missing-file]: The font of cards.fonts" in capsys.readouterr().err
