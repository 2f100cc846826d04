"""Build with MkDocs only what changed: a plan in, pages and a report out. Run as a file, in its own process,
with the names of the plan, of the settings' file, of the empty folder to build into and of the report; a line
on standard input says that the plan is there.

It imports MkDocs and nothing of ours, and of MkDocs no private name: events, `File.inclusion`, `Page`,
`load_config` and `build`. MkDocs does not look through docs_dir, but is given the files that changed: of the
others the paths are enough, so that links to them resolve and the sitemap has them. Only where it must see
all of the site are they among its files, with an inclusion that keeps it from reading them. The plan (JSON)
has

- `key`, that of the last build (or null: others are built under the one that there is now), `unchanged`, the
  paths in docs_dir whose outputs still stand, and `changed`, those of all other files there, which is looked
  at only where something is unchanged;
- `others`, the paths of files that are of the site and not in docs_dir: somebody else builds them;
- `jobs`: with more than one another process builds half of what changed, where that is much.

The report (JSON) has `key`, `knowable` (whether that is all that pages share), `incomplete` (a template
looked at all pages, of which some were not built: build again without `unchanged`), `parted` (two processes
have built: what they complain of is not in order), `lost` (there is no other half, or a link from one to the
other leads to no anchor: build again with one) and, for each path built, its output and what other pages may
ask about it. It is missing when MkDocs gave up before it had looked at every page.
"""

from __future__ import annotations

import datetime
import hashlib
import html
import importlib.metadata
import importlib.util
import json
import logging
import os
import posixpath
import re
import shutil
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import Config, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import is_markdown_file
from mkdocs.utils.templates import TemplateContext

SITEMAP: Final = "sitemap.xml"

# Whatever else has a hand in a page's bytes.
_DISTRIBUTIONS: Final = (
    "mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "markupsafe", "pygments",
    "pyyaml", "babel",
)  # fmt: skip
# Markdown extensions whose output follows from the page's own text; of pymdownx all but these two, which read
# other files.
_OF_THE_PAGE_ALONE: Final = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
    "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip
_READ_FILES: Final = frozenset({"pymdownx.snippets", "pymdownx.b64"})
_INDEX: Final = frozenset({"index", "README"})
_INHERIT: Final = re.compile(rb"""^["']?INHERIT["']?[ ]*:[ ]*["']?([^"'#\n]+)""", re.MULTILINE)
_NOWHERE: Final = ".none"  # in the folder that is built into, which is empty
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./-]+")  # a path that is a URL as it stands
_WORTH_SHARING: Final = 400_000  # bytes of Markdown, some half a second; with less there is little to save
_A_PAGE: Final = 2_000  # bytes: what a page costs besides its Markdown
_OF_PAGES: Final = re.compile(rb"\b(?:pages|include|import|extends)\b")  # may see other pages
_LINK: Final = re.compile(r'\b(?:href|src)="([^"#?]+)')
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


class Watched:
    """A value of a template's context that says when it is looked at."""

    def __init__(self, value: Callable[[], Any], seen: Callable[[], None]) -> None:
        self._value = value
        self._seen = seen

    def _look(self) -> Any:
        self._seen()
        return self._value()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._look(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._look()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())

    def __bool__(self) -> bool:
        return bool(self._look())

    def __str__(self) -> str:
        return str(self._look())

    def __eq__(self, other: object) -> bool:
        return bool(self._look() == other)

    def __hash__(self) -> int:
        return hash(self._look())


class NoOptions(Config):
    """A plugin must say which options it has in mkdocs.yml."""


class WithOthers(Files):
    """The files that are here, and those that are not: a link to one of them resolves."""

    def __init__(self, files: Iterable[File], others: Collection[str], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._others = others
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """As of any Files."""
        found = super().get_file_from_path(path)
        if found is not None or path not in self._others:
            return found
        return _file(path, self._config, InclusionLevel.EXCLUDED)


class Listed:
    """A page that is not built as a sitemap asks about it, and its file, too: MkDocs' own two take ten times
    as long to make. Whoever asks for anything else has `seen` more than there is."""

    __slots__ = ("abs_url", "canonical_url", "seen", "update_date")

    is_link = False
    abs_url: str | None
    canonical_url: str | None
    seen: Callable[[], None]
    update_date: str

    @property
    def page(self) -> Listed:
        """The page of the file."""
        return self

    def __getattr__(self, name: str) -> Any:
        self.seen()
        raise AttributeError(name)


class Listing:
    """The files of all pages in MkDocs' order: those that are `here`, by path, and the others, of which
    `paths` has the paths, too."""

    def __init__(
        self, paths: Collection[str], here: Mapping[str, File], config: MkDocsConfig, seen: Callable[[], None]
    ) -> None:
        self._paths = paths
        self._here = here
        self._config = config
        self._seen = seen

    def __iter__(self) -> Iterator[File | Listed]:
        home = self._real("index.md").page
        plain, by_folder = _PLAIN.fullmatch, self._config.use_directory_urls
        for path in _in_order(self._paths):
            if path in self._here:
                yield self._here[path]
            elif home is not None and by_folder and plain(path):
                url = _url(path)
                listed = Listed()
                listed.canonical_url = home.canonical_url and home.canonical_url + url
                listed.abs_url = home.abs_url and home.abs_url + url
                listed.update_date, listed.seen = home.update_date, self._seen
                yield listed
            else:
                yield self._real(path)

    def real(self) -> list[File]:
        """The same, with all that MkDocs knows of them."""
        return [self._here.get(path) or self._real(path) for path in _in_order(self._paths)]

    def _real(self, path: str) -> File:
        file = _file(path, self._config, InclusionLevel.EXCLUDED)
        Page(None, file, self._config)  # as file.page
        return file


class Other:
    """Another process that goes on with a build where this one is, and builds the pages at `paths` into
    `folder`, with a `report` of its own."""

    def __init__(self, folder: Path, report: Path, paths: Collection[str]) -> None:
        self.folder = folder
        self.report = report
        self._paths = paths
        self._process = 0

    def begin(self) -> bool:
        """Whether this is that process."""
        sys.stdout.flush()
        sys.stderr.flush()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.report.unlink(missing_ok=True)
        self._process = os.fork()
        return self._process == 0

    def together_with(self, report: Mapping[str, Any], folder: Path) -> dict[str, Any]:
        """Both reports as one, when the other is done; what it has built is then in `folder`."""
        os.waitpid(self._process, 0)
        self._process = 0
        try:
            other = json.loads(self.report.read_bytes())
        except (FileNotFoundError, ValueError):  # it was killed
            return {**report, "lost": True}
        self.report.unlink()
        files = {**report["files"], **other["files"]}
        for told in other["files"].values():
            file, target = self.folder / told["output"], folder / told["output"]
            if file.exists():  # MkDocs writes no empty page
                target.parent.mkdir(parents=True, exist_ok=True)
                file.replace(target)
        shutil.rmtree(self.folder)
        places = ((path, *place) for path, told in files.items() for place in told["places"])
        return {
            **report,
            "incomplete": report["incomplete"] or other["incomplete"],
            "lost": any(self._is_lost(files, *place) for place in places),
            "files": files,
        }

    def _is_lost(self, files: Mapping[str, Any], path: str, target: str, anchor: str) -> bool:
        is_seen = target not in files or (path in self._paths) == (target in self._paths)
        return not is_seen and anchor not in files[target]["anchors"]

    def end(self) -> None:
        """Have it gone."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


class BuildChanged(BasePlugin[NoOptions]):
    """The events of one build by `plan`."""

    def __init__(self, plan: Path, report: Path) -> None:
        self._plan_file = plan
        self._report = report
        self._plan: Mapping[str, Any] = {}
        self._others: Collection[str] = ()
        self._key = ""
        self._knowable = False
        self._whole = False
        self._docs: str | None = None  # where the files are, while MkDocs is to find none
        self._left_out = False
        self._all_seen = False
        self._pages: list[File] | Listing = []  # those that a whole build makes, in MkDocs' order
        self._built: list[File] = []
        self._by_url: dict[str, str] = {}
        self._links: dict[str, set[str]] = {}
        self._reads: set[str] = set()
        self._other: Other | None = None
        self.is_other = False

    def on_config(self, config: MkDocsConfig) -> None:
        """Decide whether anything may be left out: not when what all pages share has changed."""
        self._key, self._knowable = _key(config)
        if not sys.stdin.readline():
            sys.exit("Nobody says what to build.")
        self._plan = json.loads(self._plan_file.read_bytes())
        self._others = frozenset(self._plan["others"])
        self._whole = not self._knowable or self._plan["key"] not in {None, self._key}
        if self._plan["key"] is None:
            config.theme.static_templates = set()  # whoever puts the parts together makes the sitemap
        # Where the settings have no navigation all pages are in it.
        if not self._whole and self._plan["unchanged"] and config.nav is not None:
            self._docs, config.docs_dir = config.docs_dir, f"{config.site_dir}/{_NOWHERE}"

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Take the unchanged out of the build, not out of the site."""
        if self._docs is not None:
            config.docs_dir = self._docs
            if (some := self._only_changed(files, config)) is not None:
                return some
            files = get_files(config)
            files.add_files_from_theme(config.theme.get_env(), config)
        ours = [file for file in files if file.src_dir == config.docs_dir and file.inclusion.is_included()]
        self._pages = [file for file in ours if file.is_documentation_page()]
        self._by_url = {_plain(file.url): file.src_uri for file in ours}
        unchanged = set() if self._whole else self._leave_out(files, ours, config)
        self._built = [file for file in ours if file.src_uri not in unchanged]
        if self._pages and not any(file.is_documentation_page() for file in self._built):
            unchanged.discard(self._pages[0].src_uri)  # MkDocs dates sitemap.xml.gz by what it builds
            self._built.append(self._pages[0])
        self._left_out = bool(unchanged)
        for file in ours:
            if file.src_uri in unchanged:
                file.inclusion = InclusionLevel.EXCLUDED
                if file.is_documentation_page():
                    Page(None, file, config)  # as file.page, for the sitemap
        return WithOthers(files, self._others, config) if self._others else files

    def _only_changed(self, files: Files, config: MkDocsConfig) -> Files | None:
        """The files that changed, as MkDocs would have found them, and the theme's, which are `files`; None
        where that might not be all that matters."""
        unchanged = set(self._plan["unchanged"])
        wanted = unchanged.intersection(_strings(config.nav)).union(self._plan["changed"])
        if unchanged and not any(map(is_markdown_file, wanted)):
            # MkDocs dates sitemap.xml.gz by what it builds
            wanted.update(next(([path] for path in unchanged if is_markdown_file(path)), []))
        unchanged -= wanted
        ours = [_file(path, config, InclusionLevel.UNDEFINED) for path in _in_order(wanted)]
        set_exclusions(ours, config)
        built = [file for file in ours if file.inclusion.is_included()]
        places = Counter(file.dest_uri for file in built)
        if any(places[file.dest_uri] > 1 or _rivals(file, unchanged) for file in built):
            return None
        in_nav = {file.src_uri for file in built} & set(_strings(config.nav))
        if half := self._half_of([file for file in built if file.src_uri not in in_nav]):
            self._other = Other(
                Path(f"{config.site_dir}-other"), self._report.with_suffix(".other.json"), half
            )
            self.is_other = self._other.begin()
            if self.is_other:  # it builds those, and what stands in the navigation for the titles alone
                half = wanted - half - in_nav
                config.site_dir, self._report = str(self._other.folder), self._other.report
                config.theme.static_templates = set()
                for file in files:
                    file.inclusion = InclusionLevel.EXCLUDED
            wanted -= half
            unchanged |= half
            ours = [_file(path, config, InclusionLevel.UNDEFINED) for path in _in_order(wanted)]
            set_exclusions(ours, config)
            built = [file for file in ours if file.inclusion.is_included()]
        self._built = [file for file in built if not self.is_other or file.src_uri not in in_nav]
        self._by_url = {_plain(file.url): file.src_uri for file in built}
        self._others = unchanged.union(self._others)
        self._left_out = bool(unchanged)
        here = {file.src_uri: file for file in built if file.is_documentation_page()}
        pages = {*filter(is_markdown_file, unchanged), *here}
        self._pages = Listing(pages, here, config, self._see_all)
        docs = unchanged.union(wanted)  # which go before the theme's
        theme = [file for file in files if file.src_uri not in docs]
        return WithOthers([*ours, *theme], self._others, config)

    def _half_of(self, built: Iterable[File]) -> set[str]:
        """What another process is to build, if that is worth it."""
        if self._plan["jobs"] < 2 or sys.platform != "linux":  # elsewhere a fork may not be safe
            return set()
        sizes = {
            file.src_uri: _A_PAGE + os.stat(file.abs_src_path or "").st_size  # noqa: PTH116 -- one of many
            for file in built
            if file.is_documentation_page()
        }
        if sum(sizes.values()) < _WORTH_SHARING:
            return set()
        halves: tuple[set[str], set[str]] = set(), set()
        weights = [0, 0]
        for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
            lighter = weights[1] <= weights[0]
            halves[lighter].add(path)
            weights[lighter] += sizes[path]
        return halves[True]

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the sitemap all pages; see whether another template looks at them."""
        del config
        context["pages"] = self._pages  # type: ignore[typeddict-item]  # a Listing stands in
        if template_name != SITEMAP:
            context["pages"] = Watched(self._all_pages, self._see_all)  # type: ignore[typeddict-item]  # it stands in
        return context

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Take down which files the page links to."""
        del config, files
        here = page.url if page.url.endswith("/") else posixpath.dirname(page.url)
        targets = {_plain(posixpath.join(here, url)) for url in _relative_links(html)}
        found = {self._by_url[url] for url in targets if url in self._by_url}
        found.update(path for url in targets for path in _sources_of(url) if path in self._others)
        self._links[page.file.src_uri] = found

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """See whether the page looks at more than itself: then it is built each time."""
        del config

        def seen() -> None:
            self._reads.add(page.file.src_uri)

        def all_seen() -> None:
            seen()
            self._see_all()

        context["pages"] = Watched(self._all_pages, all_seen)  # type: ignore[typeddict-item]  # it stands in
        context["nav"] = Watched(lambda: nav, seen)  # type: ignore[typeddict-item]  # it stands in
        date = context["build_date_utc"]
        context["build_date_utc"] = Watched(lambda: date, seen)  # type: ignore[typeddict-item]  # it stands in
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the report, before a strict build stops at its warnings."""
        report = {
            "key": self._key,
            "knowable": self._knowable,
            "incomplete": self._all_seen and self._left_out,
            "parted": self._other is not None,
            "lost": False,
            "files": {file.src_uri: self._told(file) for file in self._built},
        }
        if self._other is not None and not self.is_other:
            report = self._other.together_with(report, Path(config.site_dir))
        self._report.write_text(json.dumps(report), encoding="utf-8")

    def end(self) -> None:
        """Leave no other process behind."""
        if self._other is not None and not self.is_other:
            self._other.end()

    def _leave_out(self, files: Files, ours: list[File], config: MkDocsConfig) -> set[str]:
        """The unchanged, without those in the navigation, whose titles and neighbours are others' affair, and
        those whose output some other file would overwrite."""
        in_nav = set(_strings(config.nav))
        outputs = Counter(file.dest_uri for file in files if file.inclusion.is_included())
        outputs.update(config.theme.static_templates)
        unchanged = set(self._plan["unchanged"])
        return {
            file.src_uri
            for file in ours
            if file.src_uri in unchanged
            and outputs[file.dest_uri] == 1
            and file.src_uri not in in_nav
            and not (file.is_documentation_page() and file.inclusion.is_in_nav())
        }

    def _all_pages(self) -> list[File]:
        """As MkDocs would give them to a template."""
        if not isinstance(self._pages, list):
            self._pages = self._pages.real()
        return self._pages

    def _see_all(self) -> None:
        self._all_seen = True

    def _told(self, file: File) -> dict[str, Any]:
        if file.page is None:
            return {"output": file.dest_uri, "links": [], "places": [], "anchors": [], "reads": False}
        pointed = file.page.links_to_anchors or {}
        return {
            "output": file.dest_uri,
            "links": sorted(self._links.get(file.src_uri, ())),
            "places": sorted(
                [target.src_uri, anchor] for target, places in pointed.items() for anchor in places
            ),
            "anchors": sorted(file.page.present_anchor_ids or ()),
            "reads": file.src_uri in self._reads,
        }


def _file(path: str, config: MkDocsConfig, inclusion: InclusionLevel) -> File:
    return File(path, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=inclusion)


def _rivals(file: File, others: Collection[str]) -> bool:
    """Whether one of `others` may be written where `file` is."""
    folder = posixpath.dirname(file.dest_uri) or "."
    names = {*_sources_of(file.dest_uri), *_sources_of(folder)} - {file.src_uri}
    return not names.isdisjoint(others)


def _url(path: str) -> str:
    """The URL of a page that has a folder of its own, from that of the site."""
    folder, slash, name = path.rpartition("/")
    stem = posixpath.splitext(name)[0]
    return f"{folder}{slash}" if stem in _INDEX else f"{folder}{slash}{stem}/"


def _in_order(paths: Iterable[str]) -> Iterator[str]:
    """Paths in docs_dir as MkDocs finds them: folder by folder, in each the index first."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders[folder].append(name)
    for folder in sorted(folders, key=lambda folder: folder.split("/") if folder else []):
        names = sorted(folders[folder], key=lambda name: (posixpath.splitext(name)[0] not in _INDEX, name))
        yield from (f"{folder}/{name}" if folder else name for name in names)


def main(plan: str, settings: str, folder: str, report: str) -> int:
    """Build by `plan`; the exit status."""
    log = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.WARNING)
    try:
        config = load_config(settings, strict=True, site_dir=folder)
        config.plugins["dayfold"] = changed = BuildChanged(Path(plan), Path(report))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            changed.end()
            config.plugins.on_shutdown()
    except MkDocsException as error:
        error.show()
        return error.exit_code
    return 0


def _key(config: MkDocsConfig) -> tuple[str, bool]:
    """A hash of what all pages share, and whether that is all of it."""
    knowable = not config.hooks and set(config.plugins) == {"dayfold"} and not config.extra_templates
    knowable &= all(map(_is_of_the_page_alone, config.markdown_extensions))
    links = config.validation.links
    # Below a warning a link that leads nowhere is let through, and a page that comes later would mend it.
    knowable &= min(links.not_found, links.unrecognized_links, links.anchors) >= logging.WARNING
    theme = hashlib.blake2b(digest_size=16)
    dated = False
    for folder in map(Path, config.theme.dirs):
        if any(folder.is_relative_to(package) for package in _packages()):
            continue
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = file.read_bytes()
            name = file.relative_to(folder).as_posix()
            theme.update(f"{name}\0{len(data)}\0".encode() + data)
            knowable &= name != SITEMAP or _OF_PAGES.search(data) is None
            dated |= b"update_date" in data
        theme.update(b"\0")
    settings = [{**part, "site_dir": None} for part in config.user_configs]  # with the values of !ENV
    try:
        # MkDocs takes options out of the settings as it reads them, so the files count, too.
        written = json.dumps([settings, config.mdx_configs], sort_keys=True, default=_by_name)
    except TypeError:
        return "", False
    home = Path(config.config_file_path)
    written = written.replace(str(home.parent), "")
    versions = [(name, _version(name)) for name in _DISTRIBUTIONS]
    date = os.environ.get("SOURCE_DATE_EPOCH") if dated else None
    ours = Path(__file__).read_bytes()
    whole = repr((ours, sys.version_info[:3], versions, theme.hexdigest(), written, [*_texts(home)], date))
    return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest(), knowable


def _texts(file: Path) -> Iterator[bytes]:
    """The settings' file and those it INHERITs."""
    data = file.read_bytes()
    yield data
    if inherited := _INHERIT.search(data):
        yield from _texts(file.parent / inherited[1].decode().strip())


def _packages() -> list[Path]:
    """The packages whose theme folders their versions stand for."""
    material = importlib.util.find_spec("material")
    found = [Path(mkdocs.__file__).parent]
    return found + ([Path(material.origin).parent] if material and material.origin else [])


def _is_of_the_page_alone(extension: str) -> bool:
    name = extension.removeprefix("markdown.extensions.")
    return name in _OF_THE_PAGE_ALONE or (name.startswith("pymdownx.") and name not in _READ_FILES)


def _by_name(value: object) -> str:
    """A function named in the settings (`!!python/name:`), where its package's version stands for it, or a
    date. Raises TypeError for anything else."""
    module = str(getattr(value, "__module__", ""))
    if isinstance(value, datetime.date):
        return value.isoformat()
    if callable(value) and module.partition(".")[0] in {"material", "pymdownx", "markdown"}:
        return f"{module}:{getattr(value, '__qualname__', '')}"
    raise TypeError


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _strings(value: object) -> Iterator[str]:
    """Every string in the lists and mappings of `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _relative_links(text: str) -> Iterable[str]:
    return (html.unescape(url) for url in _LINK.findall(text) if not _ELSEWHERE.match(url))


def _sources_of(url: str) -> Iterator[str]:
    """The paths in docs_dir that a plain URL may be of."""
    if url == ".":
        yield from ("index.md", "README.md")
        return
    yield url
    yield f"{url.removesuffix('.html')}.md"
    yield from (f"{url}/index.md", f"{url}/README.md")


def _plain(url: str) -> str:
    """A URL within the site as a key: `a/./b%20c/` and `a/b c` are the same place."""
    return posixpath.normpath(unquote(url))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
