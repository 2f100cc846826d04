"""Find and load a site: a folder and a clock in, a project out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml

from generator.diagnostics import DayfoldError, Position, Problem, has_errors
from generator.languages import ENGLISH, Catalogue, load_catalogue
from generator.model.site import SiteInfo
from generator.settings import Settings, load_settings

_MKDOCS: Final = "mkdocs.yml"
_EPOCH_DIGITS: Final = 11  # seconds until the year 5138; a value with more is a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A site on disk. `now` is aware, in UTC: the only clock that anything below looks at. `catalogue`
    has the texts that readers see besides articles."""

    root: Path
    settings: Settings
    now: datetime
    catalogue: Catalogue = ENGLISH

    @property
    def about(self) -> SiteInfo:
        """What the site is called, and where it is."""
        return site_info(self.root)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.settings.digest.timezone)

    @property
    def content(self) -> Path:
        """What people and `digest ingest` put in."""
        return self.root / "content"

    @property
    def docs(self) -> Path:
        """The generated Markdown, MkDocs' docs_dir."""
        return self.root / "build" / "docs"

    @property
    def index(self) -> Path:
        """The library's index, a cache."""
        return self.root / "build" / "cache" / "index.sqlite"

    @property
    def story_store(self) -> Path:
        """What was found of copies and stories, a cache."""
        return self.root / "build" / "cache" / "stories.sqlite"

    @property
    def page_store(self) -> Path:
        """How the pages were made, a cache."""
        return self.root / "build" / "cache" / "pages.sqlite"

    def counted(self, folder: Path) -> Path:
        """What was found of articles in the files of `folder`, a cache."""
        return self.root / "build" / "cache" / "published" / f"{folder.name}.sqlite"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.root / "site"


def find_root(start: Path) -> Path:
    """The folder at or above `start` that holds mkdocs.yml. Raises DayfoldError (`not-a-site`)."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / _MKDOCS).is_file():
            return folder
    raise DayfoldError(
        Problem(
            code="not-a-site",
            position=Position(path=start.as_posix()),
            message="There is no mkdocs.yml in this folder or above it.",
            remedy="Go to a site's folder, name one with --site DIR, or make one with 'digest new DIR'.",
        )
    )


def mkdocs_settings(root: Path) -> dict[object, object]:
    """What the mkdocs.yml of the site at `root`, and the file that it INHERITs, say.

    `!ENV` is what it is to MkDocs; a value with another tag counts as not given, and a file that is no YAML
    says nothing, since MkDocs has more to say about that.
    """
    told = _mkdocs_settings(root / _MKDOCS)
    inherited = told.get("INHERIT")
    if isinstance(inherited, str):
        told = {**_mkdocs_settings(root / inherited), **told}
    return told


def site_info(root: Path) -> SiteInfo:
    """What `mkdocs_settings` say of the site."""
    told = mkdocs_settings(root)
    url, name, description = (told.get(key) for key in ("site_url", "site_name", "site_description"))
    is_address = isinstance(url, str) and url.startswith(("https://", "http://"))
    return SiteInfo(
        name=str(name or ""),
        url=f"{str(url).rstrip('/')}/" if is_address else None,
        description=str(description or ""),
    )


class _MkDocsLoader(yaml.SafeLoader):
    """Reads YAML whose tags mean something to MkDocs: what bears another than !ENV is None."""


def _of_environment(loader: _MkDocsLoader, node: yaml.Node) -> object:
    """The first variable that is set; the last of several names is the value where none is."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    names = loader.construct_sequence(node)
    found = (os.environ[str(name)] for name in names if str(name) in os.environ)
    return next(found, names[-1] if len(names) > 1 else None)


_MkDocsLoader.add_constructor("!ENV", _of_environment)
_MkDocsLoader.add_multi_constructor(None, lambda *_: None)


def _mkdocs_settings(path: Path) -> dict[object, object]:
    try:
        told = yaml.load(path.read_bytes(), _MkDocsLoader)  # noqa: S506 -- a SafeLoader
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return told if isinstance(told, dict) else {}


def load_project(root: Path, now: datetime) -> tuple[Project, list[Problem]]:
    """The site at `root` and its settings' warnings. Raises DayfoldError with every error of its settings
    and its catalogues."""
    settings, problems = load_settings(root)
    if settings is None or has_errors(problems):
        raise DayfoldError(*problems)
    catalogue, wrong = load_catalogue(root, settings.digest.language)
    problems = [*problems, *wrong]
    if has_errors(problems):
        raise DayfoldError(*problems)
    return Project(root=root, settings=_in_force(settings, now), now=now, catalogue=catalogue), problems


def _in_force(settings: Settings, now: datetime) -> Settings:
    """`settings` with the rights that hold on the site's day of `now`."""
    today = now.astimezone(ZoneInfo(settings.digest.timezone)).date()
    sources = {id_: replace(s, rights=s.rights.in_force(today)) for id_, s in settings.sources.items()}
    return replace(settings, sources=sources)


def clock(given: datetime | None, environment: Mapping[str, str] = os.environ) -> datetime:
    """The time to work by, in UTC: `given`, else SOURCE_DATE_EPOCH, else the clock.

    SOURCE_DATE_EPOCH is seconds since 1970, as reproducible-builds.org specifies it. Raises ValueError when
    it is set to anything else.
    """
    if given is not None:
        return given.astimezone(UTC)
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    if not epoch.isdecimal() or len(epoch) > _EPOCH_DIGITS:
        raise ValueError(f"SOURCE_DATE_EPOCH is {epoch[:30]!r}, which is no number of seconds since 1970.")
    return datetime.fromtimestamp(int(epoch), tz=UTC)
