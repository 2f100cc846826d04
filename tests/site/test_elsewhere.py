"""Pages that others have built are those of a build here, or are built here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.library.article_index import content_hash
from generator.site import Builder, Help, Made, build_site
from generator.site.parcels import Parcel, Shard, build_parcel, parcels

EPOCH = 1_787_000_000
GENERATED = "---\ndayfold: text\ntitle: Page\n---\n\n"  # what the generator says of its pages
PAGES = 210  # enough for others to be asked

Contents = Callable[[Path], dict[str, bytes]]


@pytest.fixture
def root(small_site: Path, repository: Path) -> Path:
    """The small site with Dayfold's own look, which shows no page's neighbours, and many pages."""
    shutil.rmtree(small_site / "site_config/theme")
    shutil.copytree(repository / "site_config/theme", small_site / "site_config/theme")
    docs = small_site / "build/docs"
    for number in range(PAGES):
        before = f"[The one before](note-{max(0, number - 1)}.md#here)"
        (docs / f"note-{number}.md").write_text(f"# Note {number}\n\n{before}\n\n## Here {{ #here }}\n")
    for page in sorted(docs.rglob("*.md")):
        page.write_text(GENERATED + page.read_text())
    return small_site


class Here(Executor):
    """Workers that build in this process, what `spoil` makes of it; `asked` are the pages they were given."""

    def __init__(self, spoil: Callable[[Shard], Shard | None] = lambda shard: shard) -> None:
        self.asked: list[str] = []
        self._spoil = spoil

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        parcel: Parcel = args[0]
        self.asked += parcel.sources
        done: Future[Any] = Future()
        try:
            done.set_result(self._spoil(fn(parcel)))
        except BrokenExecutor as error:
            done.set_exception(error)
        return done


def built(root: Path, contents: Contents, helping: Help) -> dict[str, bytes]:
    assert build_site(root, Builder.MKDOCS, EPOCH, helping=helping) == []
    return {p: data for p, data in contents(root / "site").items() if not p.startswith("search/")}


MADE = ("site/", "build/cache/", "build/site-spare/")


def forget(root: Path) -> None:
    for folder in ("site", "build/cache", "build/site-spare"):
        shutil.rmtree(root / folder, ignore_errors=True)


def test_the_site_is_the_same_whoever_builds_its_pages(root: Path, contents: Contents) -> None:
    alone = built(root, contents, Help())
    forget(root)
    here = Here()
    assert built(root, contents, Help(executor=here)) == alone
    assert {f"note-{number}.md" for number in range(PAGES)} <= set(here.asked)
    here.asked.clear()
    assert built(root, contents, Help(executor=here)) == alone
    assert here.asked == [], "the next build finds them as its own"


def test_the_site_is_the_same_when_processes_build_parts_of_it(root: Path, contents: Contents) -> None:
    alone = built(root, contents, Help())
    forget(root)
    before = set(contents(root))
    assert built(root, contents, Help(jobs=2, least=PAGES)) == alone
    assert {path for path in set(contents(root)) - before if not path.startswith(MADE)} == set()


def spoilt(shard: Shard) -> Shard:
    """A shard with pages that cannot be believed, each for another reason."""
    wrong: dict[str, dict[str, object]] = {
        "note-1.md": {"links": ["gone.md"]},
        "note-2.md": {"output": "../../note-2.md"},
        "note-3.md": {"anchors": []},
        "archive.md": {"output": "archive/index.html"},
    }
    told = {path: {**one, **wrong.get(path, {})} for path, one in shard.told.items()}
    return replace(shard, told={**told, "archive.md": {**told["note-4.md"], **wrong["archive.md"]}})


def killed(_: Shard) -> Shard | None:
    raise BrokenExecutor("killed")


@pytest.mark.parametrize(
    "spoil",
    [spoilt, killed, lambda shard: replace(shard, key="another")],
    ids=["pages", "its worker was killed", "of other settings"],
)
def test_what_cannot_be_believed_is_built_here(
    root: Path, contents: Contents, spoil: Callable[[Shard], Shard | None]
) -> None:
    before = set(contents(root))
    site = built(root, contents, Help(executor=Here(spoil)))
    assert {p for p in contents(root) if not p.startswith(MADE)} == before
    forget(root)
    assert built(root, contents, Help()) == site


def test_a_link_between_what_is_built_here_and_there_is_complained_of_as_ever(root: Path) -> None:
    (root / "build/docs/about.md").write_text(f"{GENERATED}# About\n\n[A note](note-3.md#nowhere)\n")
    alone = build_site(root, Builder.MKDOCS, EPOCH)
    assert [problem.code for problem in alone] == ["site-build-failed"]
    assert build_site(root, Builder.MKDOCS, EPOCH, helping=Help(executor=Here())) == alone
    assert build_site(root, Builder.MKDOCS, EPOCH, helping=Help(jobs=2, least=PAGES)) == alone


def test_a_page_that_was_built_of_other_markdown_is_built_again(root: Path, contents: Contents) -> None:
    docs = root / "build/docs"
    paths = sorted(f"note-{number}.md" for number in range(PAGES))
    known = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    sources = {path: (docs / path).read_bytes() for path in paths}
    (parcel,) = parcels(root, paths, sources, known, EPOCH)
    shard = build_parcel(parcel)
    assert shard is not None
    made = Made(shard=shard, hashes={path: content_hash(data) for path, data in parcel.sources.items()})
    (docs / "note-7.md").write_text(f"{GENERATED}# Another\n\n## Here {{ #here }}\n")
    site = built(root, contents, Help(made=[made]))
    forget(root)
    assert "Another" in site["note-7/index.html"].decode()
    assert built(root, contents, Help()) == site
