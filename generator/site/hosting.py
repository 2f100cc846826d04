"""What a new site has for the place where it is published: a host in, its files out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

import generator

_HOSTS: Final = Path(generator.__file__).parent / "scaffold" / "hosts"
# Which schema of site_config/schemas is that of which files, for editors that know JSON Schema.
_SCHEMAS: Final = {
    "digest": ["site_config/digest.yml"],
    "sources": ["site_config/sources.yml"],
    "topics": ["site_config/topics.yml"],
    "editorial": ["content/editorial/*.yml"],
    "boilerplate": ["content/boilerplate/*.yml"],
}


class Host(Enum):
    """Where a site is published."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NETLIFY = "netlify"
    FOLDER = "folder"  # wherever site/ is copied to


def files_for(host: Host) -> Iterator[tuple[str, str]]:
    """Path and text of each file: what installs the software, what editors know, and what the host runs."""
    yield "requirements.txt", f"# What builds this site.\ndayfold=={generator.__version__}\n"
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})
    schemas = {f"./site_config/schemas/{name}.json": files for name, files in _SCHEMAS.items()}
    yield ".vscode/settings.json", _json({"yaml.schemas": schemas})
    if host is not Host.FOLDER:
        folder = _HOSTS / host.value
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
