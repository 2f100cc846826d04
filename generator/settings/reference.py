"""The settings' schemas in, docs/settings.md out: every key with its type, default and meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from generator.settings.json_schema import SCHEMAS, schema_text

_PAGE: Final = Path("docs", "settings.md")
_HEAD: Final = """\
# Settings

Every key of the files that a person writes. This page is made from the schemas by `make schemas`; your
editor shows the same when it knows `site_config/schemas/`. A fault is told with its line and column, all of
them at once; a key that does not exist is an error, and the nearest one that does is named.

YAML is read safely: plain values alone, no aliases, no tags, no key twice, within limits. `yes`, `no`, `on`
and `off` are words here, and times are text until a key asks for a time.
"""


_PAGE_NAMED: Final = re.compile(r"docs/(\w+)\.md")


def write_reference(root: Path) -> None:
    """Bring docs/settings.md of the checkout at `root` up to date."""
    (root / _PAGE).write_text(reference_text(), encoding="utf-8", newline="\n")


def reference_text() -> str:
    """The whole page."""
    parts = [_HEAD]
    for name, (title, _) in SCHEMAS.items():
        schema = json.loads(schema_text(name))
        parts.append(
            f"\n## {title}\n\n{schema.get('description', '')}\n\n" + "\n".join(_table(schema)) + "\n"
        )
    return "".join(parts)


def _table(schema: dict[str, Any]) -> Iterator[str]:
    yield "| key | is | default | meaning |"
    yield "|---|---|---|---|"
    yield from _rows(schema, schema.get("$defs", {}), "")


def _rows(node: dict[str, Any], shared: dict[str, Any], prefix: str) -> Iterator[str]:
    required = set(node.get("required", ()))
    for key, field in node.get("properties", {}).items():
        shown = _resolved(field, shared)
        default = "required" if key in required else _default(field)
        meaning = _PAGE_NAMED.sub(r"[\1](\1.md)", " ".join(str(shown.get("description", "")).split()))
        yield f"| `{prefix}{key}` | {_kind(shown, shared)} | {default} | {meaning} |"
        inner = _resolved(shown.get("items", {}), shared) if shown.get("type") == "array" else shown
        if inner.get("properties"):
            dots = f"{prefix}{key}[]." if inner is not shown else f"{prefix}{key}."
            yield from _rows(inner, shared, dots)


def _resolved(node: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    name = node.get("$ref", "").rpartition("/")[2]
    return {**shared[name], **node} if name in shared else node


def _kind(node: dict[str, Any], shared: dict[str, Any]) -> str:
    if "enum" in node:
        return " \\| ".join(f"`{value}`" for value in node["enum"])
    if node.get("type") == "array":
        return f"list of {_kind(_resolved(node.get('items', {}), shared), shared)}"
    if "anyOf" in node:
        return " or ".join(
            dict.fromkeys(_kind(_resolved(option, shared), shared) for option in node["anyOf"])
        )
    names: dict[str, str] = {
        "string": "text",
        "integer": "whole number",
        "boolean": "true or false",
        "object": "mapping",
    }
    kind = str(node.get("type", "value"))
    return names.get(kind, kind)


def _default(field: dict[str, Any]) -> str:
    if isinstance(field.get("default"), dict | list | None):
        return ""
    return f"`{json.dumps(field['default'], ensure_ascii=False)}`"
