"""The folder content/articles in, its articles and everything wrong with them out."""

from __future__ import annotations

import dataclasses
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem, Severity, shown
from generator.library.article_index import ArticleIndex, Row, Stamp, content_hash, row
from generator.library.frontmatter import read_article, split_article, write_article
from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.output import write_if_changed
from generator.settings.loading import Settings
from generator.settings.references import unknown_reference
from generator.settings.yaml_reading import Document, KeyPath, decode

FOLDER: Final = "content/articles"
MAX_FILE_BYTES: Final = 16 * 2**20  # a hundred novels; what is larger is no article

_PATH: Final = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_BATCH: Final = 500
# A day's name depends on the zone it is reckoned in: up to 14 hours ahead of UTC, up to 12 behind.
_ZONES_APART: Final = timedelta(days=1)


def article_path(root: Path, name: ArticleId) -> Path:
    """Where the article with this id lies."""
    return root / FOLDER / f"{name}.md"


def _never(_: Article) -> bool:
    return False


def load_articles(
    root: Path, index: Path | None, withheld: Callable[[Article], bool] = _never
) -> tuple[list[Article], list[Problem]]:
    """Every article of the site at `root`, in order of id, and every fault of their files, sorted.

    A file with an error gives no article and stops no other. `index` is where the index of unchanged files is
    kept (see article_index); it is made when it is not there. None is to read every file.
    What is `withheld`, because it is taken down, is not kept there.
    """
    articles: list[Article] = []
    problems = visit_articles(root, index, articles.append, withheld)
    return sorted(articles, key=lambda article: article.id), problems


def visit_articles(
    root: Path,
    index: Path | None,
    visit: Callable[[Article], None],
    withheld: Callable[[Article], bool] = _never,
) -> list[Problem]:
    """Show every article to `visit`, one at a time and in no certain order, so that none need be held; every
    fault of their files, sorted. See `load_articles`."""
    shelf = _Shelf(root, ArticleIndex(index), visit, withheld)
    try:
        shelf.load(_walk(root / FOLDER, shelf.unreadable))
    finally:
        shelf.index.close()
    return sorted(shelf.problems, key=lambda problem: problem.sort_key)


class HeldArticles:
    """The articles of the site at `root`, in memory: after the first time only those files are read that are
    said to have changed. `index` as of `load_articles`."""

    def __init__(self, root: Path, index: Path | None) -> None:
        self._root = root
        self._index: Path | None = index
        self._articles: dict[str, Article] | None = None
        self._problems: list[Problem] = []

    def load(self, withheld: Callable[[Article], bool] = _never) -> tuple[list[Article], list[Problem]]:
        """What `load_articles` gives."""
        if self._articles is None:
            articles, self._problems = load_articles(self._root, self._index, withheld)
            self._articles = {f"{article.id}.md": article for article in articles}
        return sorted(self._articles.values(), key=lambda article: article.id), list(self._problems)

    def read_again(self, paths: Iterable[Path]) -> None:
        """Read the files at `paths`, as far as they are of articles; those that are not there are gone."""
        folder = self._root / FOLDER
        names = sorted(path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder))
        if self._articles is None or not names:
            return
        places = {_printable(f"{FOLDER}/{name}") for name in names}
        for name in names:
            self._articles.pop(name, None)
        found: list[Article] = []
        shelf = _Shelf(self._root, ArticleIndex(None), found.append, _never)
        shelf.load(path for path in (folder / name for name in names) if path.is_file())
        kept = [problem for problem in self._problems if problem.position.path not in places]
        self._problems = sorted([*kept, *shelf.problems], key=lambda problem: problem.sort_key)
        self._articles |= {f"{article.id}.md": article for article in found}


def store_article(root: Path, article: Article) -> bool:
    """Write the file of `article` and tell whether it changed. Raises DayfoldError (`write-failed`)."""
    return write_if_changed(article_path(root, article.id), write_article(article).encode())


def check_references(articles: Iterable[Article], settings: Settings, root: Path) -> list[Problem]:
    """A problem, with its place, for each source and topic that an article names and `settings` lacks."""
    problems: list[Problem] = []
    for article in articles:
        if unknown := list(_unknown_references(article, settings)):
            problems += _placed(article, unknown, settings, root)
    return problems


@dataclass(frozen=True, slots=True)
class _File:
    """A file under content/articles: its path in there, as the index and as messages name it."""

    name: str
    path: Path
    place: str
    status: os.stat_result


@dataclass(slots=True)
class _Shelf:
    """What has been read so far."""

    root: Path
    index: ArticleIndex
    visit: Callable[[Article], None]
    withheld: Callable[[Article], bool]
    problems: list[Problem] = field(default_factory=list)
    batch: list[Row] = field(default_factory=list)

    def load(self, paths: Iterable[Path]) -> None:
        files = {file.name: file for file in self._files(paths) if self._is_placed(file)}
        self._recall(files)
        for file in files.values():
            self._read(file)
        self.index.remember(self.batch)

    def _files(self, paths: Iterable[Path]) -> Iterator[_File]:
        for path in paths:
            try:
                status = path.stat()
            except OSError as error:
                self.unreadable(path, error)
                continue
            name = path.relative_to(self.root / FOLDER).as_posix()
            yield _File(name, path, _printable(f"{FOLDER}/{name}"), status)

    def _is_placed(self, file: _File) -> bool:
        if not stat.S_ISREG(file.status.st_mode):
            self._report("unreadable", file.place, "This is not a file.", "Put a file in its place.")
        elif _day_of(file.name) is None:
            self.problems.append(_misplaced(file.place))
        elif file.status.st_size > MAX_FILE_BYTES:
            message = f"The file has {file.status.st_size} bytes; {MAX_FILE_BYTES} is the limit."
            self._report("too-large", file.place, message, "Shorten it, or split it into several articles.")
        else:
            return True
        return False

    def _recall(self, files: dict[str, _File]) -> None:
        """Take from the index what it has, and out of `files` what it had."""
        now = time.time_ns()
        gone: list[str] = []
        for known in self.index.rows():
            file = files.get(known.path)
            if file is None or self.withheld(article := known.decode()):
                gone.append(known.path)
            elif self._is_current(known, file, now):
                self._accept(article, file)
                del files[known.path]
        self.index.forget(gone)

    def _is_current(self, known: Row, file: _File, now: int) -> bool:
        stamp = Stamp.of(file.status, now)
        if stamp.settled and known.stamp == str(stamp):
            return True
        data = self._bytes(file)
        if data is None or content_hash(data) != known.hash:
            return False
        if known.stamp != str(stamp):
            self._remember(dataclasses.replace(known, stamp=str(stamp)))
        return True

    def _read(self, file: _File) -> None:
        now = time.time_ns()  # before reading: a change that comes later must look later
        data = self._bytes(file)
        if data is None:
            return
        text, problems = decode(data, file.place)
        article = None
        if text is not None:
            article, problems = read_article(text, file.place, ArticleId(file.name.removesuffix(".md")))
        self.problems += problems
        if article is not None:
            self._accept(article, file)
            if not self.withheld(article):
                self._remember(row(file.name, Stamp.of(file.status, now), data, article))

    def _bytes(self, file: _File) -> bytes | None:
        try:
            return file.path.read_bytes()
        except OSError as error:
            self.unreadable(file.path, error)
            return None

    def _accept(self, article: Article, file: _File) -> None:
        self.visit(article)
        self.problems += _doubts_of_place(article, file)

    def _remember(self, known: Row) -> None:
        self.batch.append(known)
        if len(self.batch) >= _BATCH:
            self.index.remember(self.batch)
            self.batch.clear()

    def unreadable(self, path: Path, error: OSError) -> None:
        """Tell of what cannot be read."""
        message = f"It cannot be read: {error.strerror or error}."
        self._report(
            "unreadable", _printable(shown(path, self.root)), message, "Mend its permissions, or remove it."
        )

    def _report(self, code: str, place: str, message: str, remedy: str) -> None:
        self.problems.append(
            Problem(code=code, position=Position(path=place), message=message, remedy=remedy)
        )


def _walk(folder: Path, refuse: Callable[[Path, OSError], None]) -> Iterator[Path]:
    """Every Markdown file below `folder`, sorted; hidden ones and links to folders are passed over."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        refuse(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), refuse)
        elif entry.name.endswith(".md"):
            yield Path(entry.path)


def _day_of(name: str) -> date | None:
    """The day that a path under content/articles says; None when it is not YYYY/MM/DD/SOURCE-SLUG.md."""
    match = _PATH.fullmatch(name)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _misplaced(place: str) -> Problem:
    return Problem(
        code="misplaced-article",
        position=Position(path=place),
        message=f"The path is not {FOLDER}/YYYY/MM/DD/SOURCE-SLUG.md.",
        remedy="Move it: a day of the calendar, then the source's id and some words of the title, all in "
        "small letters a–z, digits and hyphens.",
    )


# Only doubts: a date or a source may be corrected later, and the article's address must stay.
def _doubts_of_place(article: Article, file: _File) -> Iterator[Problem]:
    day = _day_of(file.name)
    if day is not None and abs(article.when.astimezone(UTC).date() - day) > _ZONES_APART:
        yield _doubt(file, f"The article is of {article.when:%Y-%m-%d} and lies under {day}.")
    if not file.name.rpartition("/")[2].startswith(f"{article.source}-"):
        yield _doubt(file, f"The file's name does not begin with its source, '{article.source}-'.")


def _doubt(file: _File, message: str) -> Problem:
    return Problem(
        code="misplaced-article",
        position=Position(path=file.place),
        message=message,
        remedy="Move it now if it was never published; else leave it, since its address comes from its path.",
        severity=Severity.WARNING,
    )


def _unknown_references(article: Article, settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    named: list[tuple[KeyPath, str | None]] = [(("source",), article.source), (("via",), article.via)]
    named += [(("credit", number), name) for number, name in enumerate(article.credit)]
    named += [(("cites", number), name) for number, name in enumerate(article.cites)]
    yield from ((key, name) for key, name in named if name is not None and name not in settings.sources)
    for number, topic in enumerate(article.topics):
        if topic not in settings.topics:
            yield ("topics", number), topic


def _placed(
    article: Article, unknown: Iterable[tuple[KeyPath, str]], settings: Settings, root: Path
) -> Iterator[Problem]:
    path = article_path(root, article.id)
    place = shown(path, root)
    document = _front_matter(path, place)
    for key, name in unknown:
        position = document.position(key) if document is not None else Position(path=place)
        if key[0] == "topics":
            yield unknown_reference(position, "topics", name, "site_config/topics.yml", list(settings.topics))
        else:
            known = list(settings.sources)
            yield unknown_reference(position, str(key[0]), name, "site_config/sources.yml", known)


def _front_matter(path: Path, place: str) -> Document | None:
    """The front matter of an article that is in the index, read again for its places; None if it has gone."""
    try:
        text, _ = decode(path.read_bytes(), place)
    except OSError:
        return None
    return split_article(text, place)[0] if text is not None else None


def _printable(place: str) -> str:
    """A path as messages may have it: file names can be bytes that are no text."""
    return place.encode("utf-8", "replace").decode()
