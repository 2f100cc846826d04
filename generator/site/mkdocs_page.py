"""Build single pages with MkDocs, when they are asked for. Run as a file, in its own process, in a site.

It imports MkDocs and nothing of ours, and of MkDocs no private name. Orders (JSON, one a line) come on
standard input, and each has an answer (JSON, one a line) on standard output:

- `{"docs": FOLDER, "work": FOLDER, "epoch": SECONDS}`: where the Markdown of the last build lies, a folder to
  build in, and the time that the site says it was built at. The answer is `{"able": ...}`: false where a page
  may come of more than its own text, since the site has hooks or plugins.
- `{"path": PATH, "text": MARKDOWN}`: build this page. The answer is `{"output": FILE}`.
- `{"asset": PATH}`: the answer is `{"output": FILE}`, the theme's file that is served at this path, or `{}`.

Instead of any of these the answer may be `{"fault": WORDS}`. A page is that of a whole build, byte for byte,
where MkDocs has nothing to complain of; a link to what is not there is the whole build's to tell. Settings
and theme are read anew for each page.
"""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from mkdocs.commands.build import build
from mkdocs.config import Config, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

CONFIG: Final = "mkdocs.yml"
_HEAD: Final = "---\n"


class NoOptions(Config):
    """A plugin must say which options it has in mkdocs.yml."""


class AnyFiles(Files):
    """The files that are built, and whatever else a page links to: it is taken to be there."""

    def __init__(self, files: Collection[File], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """As of any Files."""
        found = super().get_file_from_path(path)
        if found is None and posixpath.splitext(path)[1]:
            return _file(path, self._config, InclusionLevel.EXCLUDED)
        return found


class OnePage(BasePlugin[NoOptions]):
    """The events of a build of one page."""

    def __init__(self, page: str, text: str, docs: Path) -> None:
        self._page = page
        self._text = text
        self._docs = docs

    def on_config(self, config: MkDocsConfig) -> None:
        """Let MkDocs look through an empty folder, and make no sitemap."""
        config.theme.static_templates = set()
        _write(Path(config.docs_dir) / self._page, self._text)
        for path in self._in_nav(config):
            _write(Path(config.docs_dir) / path, _head_of(self._docs / path))

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave the theme's own files where they are."""
        for file in files:
            if file.src_dir != config.docs_dir:
                file.inclusion = InclusionLevel.EXCLUDED
        return AnyFiles(list(files), config)

    def _in_nav(self, config: MkDocsConfig) -> Iterator[str]:
        """The other pages of the navigation: their titles are what a page shows of them."""
        for path in _strings(config.nav):
            if path != self._page and (self._docs / path).is_file():
                yield path


class Site:
    """What is known of a site between two orders."""

    def __init__(self, order: Mapping[str, Any]) -> None:
        self._docs = Path(order["docs"])
        self._work = Path(order["work"])
        os.environ["SOURCE_DATE_EPOCH"] = str(order["epoch"])
        config = load_config(CONFIG)
        self.able = not config.hooks and not config.plugins

    def page(self, path: str, text: str) -> Path:
        """The file that a page is built into."""
        shutil.rmtree(self._work, ignore_errors=True)
        docs, site = self._work / "docs", self._work / "site"
        docs.mkdir(parents=True)
        # What MkDocs complains of is told by the build that follows; a page is shown all the same.
        config = load_config(CONFIG, strict=False, docs_dir=str(docs), site_dir=str(site))
        config.plugins["dayfold"] = OnePage(path, text, self._docs)
        build(config)
        return site / _file(path, config, InclusionLevel.INCLUDED).dest_uri

    def asset(self, path: str) -> Path | None:
        """The theme's file at this path, which does not lead out of the theme's folders."""
        for folder in map(Path, load_config(CONFIG).theme.dirs):
            try:
                file = (folder / path).resolve()
                if file.is_relative_to(folder.resolve()) and file.is_file():
                    return file
            except (OSError, ValueError):  # a name that is too long, or has a NUL
                continue
        return None


def main() -> None:
    """Answer orders until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not be taken for an answer
    site: Site | None = None
    for line in sys.stdin:
        order = json.loads(line)
        answer: dict[str, object] = {}
        try:
            if "docs" in order:
                site = Site(order)
                answer["able"] = site.able
            elif site and "path" in order:
                answer["output"] = str(site.page(order["path"], order["text"]))
            elif site and (file := site.asset(order["asset"])):
                answer["output"] = str(file)
        except MkDocsException as error:
            answer = {"fault": str(error) or type(error).__name__}
        except Exception as error:  # noqa: BLE001 -- a theme's template may raise anything; its author is to see it
            answer = {"fault": f"{type(error).__name__}: {error}"}
        answers.write(f"{json.dumps(answer)}\n")
        answers.flush()


def _file(path: str, config: MkDocsConfig, inclusion: InclusionLevel) -> File:
    return File(path, config.docs_dir, config.site_dir, config.use_directory_urls, inclusion=inclusion)


def _head_of(file: Path) -> str:
    """The front matter of a page if it says the title; else all of it."""
    text = file.read_text(encoding="utf-8")
    if not text.startswith(_HEAD):
        return text
    head, found, _ = text.removeprefix(_HEAD).partition(f"\n{_HEAD}")
    try:
        told = yaml.safe_load(head)
    except yaml.YAMLError:
        return text
    return f"{_HEAD}{head}\n{_HEAD}" if found and isinstance(told, dict) and "title" in told else text


def _strings(value: object) -> Iterator[str]:
    """Every string in the lists and mappings of `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
