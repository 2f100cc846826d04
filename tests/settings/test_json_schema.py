"""The JSON Schema files are those of the schemas, and take what the schemas take."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from generator.library.frontmatter import split_article
from generator.settings.json_schema import FOLDER, SCHEMAS, schema_text, write_schemas
from generator.settings.yaml_reading import YamlValue, parse_yaml


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def read(text: str) -> YamlValue:
    document, problems = parse_yaml(text, "f.yml")
    assert problems == []
    assert document is not None
    return document.value


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_files_checked_in_are_current(name: str, repository: Path) -> None:
    text = (repository / FOLDER / name).read_text(encoding="utf-8")
    assert text == schema_text(name), "run `make schemas`"


def test_the_files_are_written_where_editors_look(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    assert sorted(path.name for path in (tmp_path / "site_config" / "schemas").iterdir()) == sorted(SCHEMAS)


@pytest.mark.parametrize("name", ["digest", "sources", "topics"])
def test_the_sample_sites_files_are_accepted(name: str, repository: Path) -> None:
    text = (repository / "site_config" / f"{name}.yml").read_text(encoding="utf-8")
    validator(f"{name}.json").validate(read(text))


def test_the_sample_sites_articles_are_accepted(repository: Path) -> None:
    check = validator("article.json")
    paths = sorted((repository / "content" / "articles").rglob("*.md"))
    assert paths
    for path in paths:
        document, _, _ = split_article(path.read_text(encoding="utf-8"), path.name)
        assert document is not None
        check.validate(document.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digest.json", "editions: {dialy: true}"),
        ("digest.json", "sections: [{id: A B, name: x}]"),
        ("digest.json", "editions: {brief: many}"),
        ("sources.json", "sources: [{id: a}]"),
        ("sources.json", "sources: [{id: a, name: A, kind: newspapr}]"),
        ("topics.json", "topics: [{id: a, name: 5}]"),
        ("article.json", "{title: T, source: s}"),
        ("article.json", "{title: T, source: s, retrieved: 2026-08-17T09:30:00Z, url: 'ftp://x'}"),
    ],
)
def test_what_the_schemas_refuse_is_refused(name: str, text: str) -> None:
    assert list(validator(name).iter_errors(read(text)))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_key_is_described(name: str) -> None:
    schema = json.loads(schema_text(name))
    for mapping in [schema, *schema.get("$defs", {}).values()]:
        for key, described in mapping.get("properties", {}).items():
            assert described.get("description") or "$ref" in described, key
