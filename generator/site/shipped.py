"""What Dayfold ships into a site: a host in, the path and bytes of each file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import generator
from generator.site.hosting import Host, files_for

PACKAGE: Final = Path(generator.__file__).parent
# What every site has of site_config, beside what its maintainers write there.
_SHARED: Final = ("mkdocs.base.yml", "schemas", "theme")
_COPIED: Final = "site_config/theme/assets/"
# What the sample has beside that, its own.
_SAMPLE: Final = (
    "content",
    "mkdocs.yml",
    "site_config/digest.yml",
    "site_config/sources.yml",
    "site_config/topics.yml",
)


def shipped_files(host: Host) -> dict[str, bytes]:
    """Theme, base configuration, schemas, and what a site at `host` has, by path from the site's folder: all
    that is nobody's words but ours, so that a later version may have others."""
    shared = PACKAGE / "scaffold"
    if not (shared / "site_config").is_dir():  # not installed: a checkout is the site that ships them
        shared = PACKAGE.parent
    files = dict(_under(shared, [f"site_config/{name}" for name in _SHARED]))
    files |= {path: text.encode() for path, text in files_for(host)}
    files[".gitignore"] = _GITIGNORE.encode()
    return dict(sorted(files.items()))


def copied_files() -> Iterator[bytes]:
    """What the theme copies into every site as it is: programs, pictures, fonts with their licence. None is
    made of articles, though one of them may have words of the licence."""
    for path, data in shipped_files(Host.FOLDER).items():
        if path.startswith(_COPIED):
            yield data


def sample_files() -> dict[str, bytes]:
    """The sample site's own articles, records, pages and settings, by path from a site's folder."""
    installed = PACKAGE / "scaffold" / "sample"
    return dict(sorted(_under(installed if installed.is_dir() else PACKAGE.parent, _SAMPLE)))


def _under(root: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        start = root / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()


_GITIGNORE: Final = """\
/build/
/site/
/.cache/
"""
