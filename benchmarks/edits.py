"""A small site and everything that people do to one between two builds, each edit by a name and a number."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.archives import ROOT

START: Final = datetime(2026, 8, 20, 6, tzinfo=UTC)

_PLACES: Final = ("harbour", "bridge", "school", "ferry", "hospital", "market")
_SOURCES: Final = ("gazette", "herald", "courier")


class SmallSite:
    """The site at `root`; `now` is the time that it is built at."""

    def __init__(self, root: Path, now: datetime = START) -> None:
        self.root = root
        self.now = now
        self.away: list[tuple[Path, bytes]] = []  # what was deleted and may come back

    @classmethod
    def new(cls, root: Path) -> SmallSite:
        """One of a few articles, from nothing."""
        site = cls(root)
        shutil.copytree(ROOT / "site_config/theme", root / "site_config/theme")
        shutil.copy(ROOT / "site_config/mkdocs.base.yml", root / "site_config")
        site.write("mkdocs.yml", f"INHERIT: site_config/mkdocs.base.yml\n{_named(0)}")
        site.write("site_config/digest.yml", "timezone: UTC\nlanguage: en\n")
        site.write("site_config/topics.yml", _topics(2))
        site.write("site_config/sources.yml", _sources(""))
        site.write("content/pages/about.md", "# About\n\nA small site.\n")
        for number in range(4):
            add_article(site, number)
        return site

    def write(self, path: str, text: str) -> None:
        """Write a file of the site."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def files(self, pattern: str) -> list[Path]:
        """The files that there are, in order."""
        return sorted(path for path in self.root.glob(pattern) if path.is_file())


def add_article(site: SmallSite, number: int) -> None:
    """A new report; some tell of the same event as others."""
    place, source = _PLACES[number % 6], _SOURCES[number % 3]
    published = START - timedelta(hours=7 * (number % 9) + number % 5)
    name = f"content/articles/{published:%Y/%m/%d}/{source}-{place}-{number % 100}.md"
    site.write(name, _article(place, source, published, number))


def edit_article(site: SmallSite, number: int) -> None:
    """Other words, another title or both."""
    if path := _one(site, "content/articles/**/*.md", number):
        text = path.read_text(encoding="utf-8")
        changed = text.replace("will stay", "may not stay") if number % 2 else text.replace("The ", "A ")
        path.write_text(f"{changed}\nMore was said on day {number}.\n", encoding="utf-8")


def delete(site: SmallSite, number: int) -> None:
    """An article or a page of one's own goes, and nobody remembers it."""
    if path := _one(site, "content/[ap]*/**/*.md", number):
        site.away.append((path, path.read_bytes()))
        path.unlink()
        _forget_what_was_published(site)


def restore(site: SmallSite, number: int) -> None:
    """Something that went comes back."""
    if site.away:
        path, data = site.away.pop(number % len(site.away))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def rename(site: SmallSite, number: int) -> None:
    """An article or a page of one's own gets another name."""
    if path := _one(site, "content/[ap]*/**/*.md", number):
        path.rename(path.with_name(f"{path.stem.split('_')[0]}_{number % 7}.md"))
        _forget_what_was_published(site)


def write_page(site: SmallSite, number: int) -> None:
    """A page of one's own, with links to generated pages and to others of its kind."""
    link = ("about.md", "archive/index.md", "index.md", f"note-{number % 3}.md", "#here", "search.md")[
        number % 6
    ]
    text = f"# Note {number % 4}\n\n[See]({link})\n\n## Here {{ #here }}\n\n{'x' * (number % 4)}\n"
    site.write(f"content/pages/note-{number % 3}.md", text)


def move_an_anchor(site: SmallSite, number: int) -> None:
    """A page links to a place in another, and the place gets another name."""
    site.write("content/pages/note-1.md", f"# One\n\n## There {{ #there-{number % 2} }}\n")
    if number % 3:
        site.write("content/pages/note-2.md", "# Two\n\n[There](note-1.md#there-0)\n")


def change_topics(site: SmallSite, number: int) -> None:
    """The vocabulary grows or shrinks."""
    site.write("site_config/topics.yml", _topics(number % 5))


def change_a_source(site: SmallSite, number: int) -> None:
    """A publisher gets another name or other rights."""
    site.write("site_config/sources.yml", _sources(f" {number % 3}", full_text=bool(number % 2)))


def change_settings(site: SmallSite, number: int) -> None:
    """The site's name, or an option of the Markdown dialect that another file sets."""
    if number % 2:
        site.write("mkdocs.yml", f"INHERIT: site_config/mkdocs.base.yml\n{_named(number)}")
    else:
        base = site.root / "site_config/mkdocs.base.yml"
        text = base.read_text(encoding="utf-8")
        old, new = ("permalink: false", "permalink: true")[:: 1 if number % 4 else -1]
        base.write_text(text.replace(old, new), encoding="utf-8")


def change_a_template(site: SmallSite, number: int) -> None:
    """A template says something else, and may look at the navigation or at all pages."""
    extra = ("", "{{ nav | length }}", "{{ pages | length }}", "{{ build_date_utc }}", "{{ page.url }}")
    colophon = site.root / "site_config/theme/partials/colophon.html"
    text = (ROOT / "site_config/theme/partials/colophon.html").read_text(encoding="utf-8")
    colophon.write_text(f"{text}<!-- {number % 3} {extra[number % 5]} -->\n", encoding="utf-8")


def change_the_style(site: SmallSite, number: int) -> None:
    """A style sheet of the theme changes."""
    site.write("site_config/theme/stylesheets/custom.css", f"/* {number % 3} */\n")


def edit_the_site(site: SmallSite, number: int) -> None:
    """Somebody changes, deletes or adds a file in site/."""
    if number % 3 == 0:
        site.write(f"site/mine-{number % 2}/index.html", "mine")
    elif path := _one(site, "site/**/*.html", number):
        if number % 3 == 1:
            path.unlink()
        else:
            path.write_text("changed by hand", encoding="utf-8")


def lose_what_is_kept(site: SmallSite, number: int) -> None:
    """Something of build/ or site/ is gone, or is rubbish."""
    names = (
        "build/cache/site.sqlite",
        "build/cache/spare",
        "build/site-spare",
        "build/docs",
        "site",
        "build",
    )
    path = site.root / names[number % 6]
    if path.is_dir():
        shutil.rmtree(path)
    elif path.is_file():
        path.write_bytes(b"rubbish")


def touch(site: SmallSite, _number: int) -> None:
    """Every time of a file changes and nothing else."""
    for path in site.files("build/docs/**/*.md") + site.files("site/**/*.html"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def wait(site: SmallSite, number: int) -> None:
    """Some hours pass."""
    site.now += timedelta(hours=number % 40)


EDITS: Final[Mapping[str, Callable[[SmallSite, int], None]]] = {
    edit.__name__: edit
    for edit in (
        add_article, edit_article, delete, restore, rename, write_page, move_an_anchor, change_topics,
        change_a_source, change_settings, change_a_template, change_the_style, edit_the_site,
        lose_what_is_kept, touch, wait,
    )
}  # fmt: skip


def _one(site: SmallSite, pattern: str, number: int) -> Path | None:
    found = site.files(pattern)
    return found[number % len(found)] if found else None


def _forget_what_was_published(site: SmallSite) -> None:
    """Else a build refuses to let an address go."""
    for part in ("content/editions", "content/permalinks"):
        shutil.rmtree(site.root / part, ignore_errors=True)


def _article(place: str, source: str, published: datetime, number: int) -> str:
    return (
        f"---\ntitle: The {place} reopens after {number % 4 + 2} days\nsource: {source}\n"
        f"published: {published.isoformat()}\nlanguage: en\n---\n\n"
        f"The {place} of Merrow reopened on Monday after engineers of the county had looked at it.\n\n"
        f"The {_PLACES[number % 5]} will stay closed until the work is done, said the mayor, Ann Lee.\n"
    )


def _named(number: int) -> str:
    return f"site_name: Small {number % 5}\nsite_url: https://small.example/\n"


def _topics(number: int) -> str:
    entries = [f"  - id: {place}\n    name: {place.title()}\n" for place in _PLACES[: number + 1]]
    return "topics:\n" + "".join(entries)


def _sources(suffix: str, *, full_text: bool = False) -> str:
    rights = "    rights:\n      full_text: true\n" if full_text else ""
    entries = [
        f"  - id: {source}\n    name: {source.title()}{suffix}\n    homepage: https://{source}.example/\n"
        f"{rights}"
        for source in _SOURCES
    ]
    return "sources:\n" + "".join(entries)
