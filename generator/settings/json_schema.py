"""The settings' schemas in, JSON Schema files for editors out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.settings.boilerplate import BoilerplateFile
from generator.settings.digest import DigestSettings
from generator.settings.editorial import EditorialFile
from generator.settings.front_matter import FrontMatter
from generator.settings.schema import Schema
from generator.settings.sources import SourcesFile
from generator.settings.topics import TopicsFile

SCHEMAS: Final[Mapping[str, tuple[str, type[Schema]]]] = {
    "digest.json": ("digest.yml", DigestSettings),
    "sources.json": ("sources.yml", SourcesFile),
    "topics.json": ("topics.yml", TopicsFile),
    "boilerplate.json": ("content/boilerplate/SOURCE.yml", BoilerplateFile),
    "editorial.json": ("content/editorial/*.yml", EditorialFile),
    "article.json": ("The front matter of an article", FrontMatter),
}
FOLDER: Final = Path("site_config", "schemas")
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DATED: Final = {"anyOf": [{"required": ["published"]}, {"required": ["retrieved"]}]}


def write_schemas(root: Path) -> None:
    """Bring site_config/schemas of the site at `root` up to date."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (root / FOLDER / name).write_text(schema_text(name), encoding="utf-8", newline="\n")


def schema_text(name: str) -> str:
    """The content of one of SCHEMAS."""
    title, schema = SCHEMAS[name]
    described = _tidy(schema.model_json_schema())
    described |= {"$schema": _DIALECT, "title": title}
    if schema is FrontMatter:
        described |= _DATED
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


# Pydantic gives each field a title made of its name, and lets an absent one be null: noise in an editor.
def _tidy(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidy = {key: _tidy(value) for key, value in node.items() if not _is_noise(key, value)}
    options = [option for option in tidy.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        del tidy["anyOf"]
        tidy |= {key: value for key, value in options[0].items() if key not in tidy}
    return tidy


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
