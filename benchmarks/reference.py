"""Bring what docs/ says of the code up to date: `python -m benchmarks.reference` in a checkout.

Commands from their own help, formats from their schemas and types, the lists of errors and of decisions. The
prose around them is written by hand. docs/settings.md is `python -m generator.settings`'s.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final, NewType, get_args, get_origin, get_type_hints

import click

from generator.cli.main import digest
from generator.diagnostics import CODES
from generator.model.edition import (
    Changed,
    Citation,
    Compared,
    Correction,
    Edition,
    Entry,
    LeftOut,
    Line,
    Member,
)
from generator.model.fetched import FeedState
from generator.model.story import Related

ROOT: Final = Path(__file__).resolve().parent.parent
# What stands between these is made; all else of a page is written.
_MADE: Final = re.compile(r"(<!-- made: (.+?) -->\n\n).*?(\n<!-- made\. -->)", re.DOTALL)
_SHARED: Final = frozenset({"site", "as_json", "now"})  # options that commands.md tells at its top


def main() -> None:
    """Write every page that has something made in it."""
    for page in PAGES:
        path = ROOT / page
        path.write_text(current(page), encoding="utf-8", newline="\n")


def current(page: str) -> str:
    """The text of `page` (below the checkout) with everything in it that is made, as the code says it now."""
    text = (ROOT / page).read_text(encoding="utf-8")
    made = PAGES[page]()
    named = {found[2] for found in _MADE.finditer(text)}
    if named != made.keys():
        too_many, lacking = sorted(named - made.keys()), sorted(made.keys() - named)
        raise SystemExit(f"{page}: <!-- made: … --> has {too_many} too many, lacks {lacking}")
    return _MADE.sub(lambda found: f"{found[1]}{made[found[2]].strip()}\n{found[3]}", text)


def commands() -> Mapping[str, str]:
    """Of each command how it is called, what it does, and its own options."""
    context = click.Context(digest, info_name="digest")
    found = [(name, digest.get_command(context, name)) for name in digest.list_commands(context)]
    return {f"digest {name}": "\n".join(_command(context, name, one)) for name, one in found if one}


def _command(above: click.Context, name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    yield f"`{f'digest {name} {usage}'.strip()}`\n"
    for paragraph in inspect.cleandoc(command.help or "").partition("\n\n\b")[0].split("\n\n"):
        yield " ".join(paragraph.split()) + "\n"
    options = [each for each in command.params if isinstance(each, click.Option) and each.name not in _SHARED]
    if options:
        yield "| option | default | meaning |"
        yield "|---|---|---|"
    for option in options:
        yield f"| {_called(option, context)} | {_default(option)} | {_meaning(option)} |"


def _called(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return f"`{option.opts[0]}` " + ", ".join(f"`{choice}`" for choice in option.type.choices)
    value = "" if option.is_flag else " " + (option.metavar or option.make_metavar(context))
    return f"`{option.opts[0]}{value}`"


def _default(option: click.Option) -> str:
    written = re.search(r"\[default: (.+?)\]", option.help or "")
    if option.required:
        return "required"
    if written:
        return written[1]
    return f"`{option.default}`" if option.show_default else ""


def _meaning(option: click.Option) -> str:
    return re.sub(r"\s*\[default: .+?\]", "", option.help or "").replace("|", "\\|")


def errors() -> Mapping[str, str]:
    """Every code with its sentence."""
    rows = [f"| [`{code}`](#{code}) | {sentence} |" for code, sentence in CODES.items()]
    return {"codes": "\n".join(["| code | means |", "|---|---|", *rows])}


def formats() -> Mapping[str, str]:
    """The keys of the files that Dayfold writes: of records and of what was fetched by the types that they
    are read into, of the data by its schema."""
    data = json.loads((ROOT / "generator/pages/schemas/api-1.json").read_text(encoding="utf-8"))
    return {
        "content/editions": "\n".join(_types(_RECORD)),
        "content/fetched.json": "\n".join(_types({FeedState: "A feed"})),
        "/api/": "\n".join(_definitions(data["$defs"])),
    }


_RECORD: Final[Mapping[type, str]] = {
    Edition: "An edition",
    Entry: "A story",
    Member: "An article",
    Line: "A line",
    Citation: "A citation",
    Changed: "What is new",
    Compared: "Figures that differ",
    Correction: "A correction",
    Related: "A related story",
    LeftOut: "An article left out",
}
# A record says some things by other names than the program (generator/library/records.py).
_OUTWARD: Final[Mapping[tuple[type, str], str]] = {
    (Edition, "first_day"): "date",
    (Edition, "entries"): "stories",
    (Entry, "story"): "id",
    (Entry, "members"): "articles",
    (Member, "article"): "id",
}
_WORDS: Final[Mapping[object, str]] = {
    bool: "true or false",
    date: "day",
    datetime: "time",
    int: "whole number",
    str: "text",
    type(None): "null",
}
_SCHEMA_WORDS: Final = {
    "boolean": "true or false",
    "integer": "whole number",
    "object": "mapping",
    "string": "text",
}
_JOINT: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _types(types: Mapping[type, str]) -> Iterator[str]:
    for each, title in types.items():
        text = inspect.cleandoc(each.__doc__ or "").replace("None", "null")
        for (owner, name), outward in _OUTWARD.items():
            text = text.replace(f"`{name}`", f"`{outward}`") if owner is each else text
        yield f"### {title}\n"
        yield "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
        yield "\n| key | is |\n|---|---|"
        kinds = get_type_hints(each)
        for field in fields(each):
            yield f"| `{_OUTWARD.get((each, field.name), field.name)}` | {_kind(kinds[field.name], types)} |"
        yield ""


def _kind(hint: Any, types: Mapping[type, str]) -> str:
    inner = [_kind(each, types) for each in get_args(hint) if each is not ...]
    if hint in types:
        return f"[{types[hint].lower()}](#{types[hint].lower().replace(' ', '-')})"
    if isinstance(hint, NewType):
        return _JOINT.sub(" ", hint.__name__).lower()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{each.value}`" for each in hint)
    if get_origin(hint) is tuple:
        return f"list: {inner[0]}"
    if get_origin(hint) in (dict, Mapping):
        return f"mapping: {inner[0]} to {inner[1]}"
    return " or ".join(inner) or _WORDS[hint]


def _definitions(shared: Mapping[str, Any]) -> Iterator[str]:
    done: dict[str, Mapping[str, Any]] = {}
    for name, node in shared.items():
        keys = node.get("properties", {})
        if not keys:
            continue
        same = next((other for other, had in done.items() if had.items() < keys.items()), None)
        yield f"### `{name}`\n\n{node.get('description', '')}"
        if same:
            yield f"\nIt has the keys of [`{same}`](#{same}), and:"
        yield "\n| key | is | meaning |\n|---|---|---|"
        for key, value in keys.items():
            if not same or key not in done[same]:
                known = "" if key in node.get("required", ()) else ", where known"
                yield f"| `{key}` | {_of_schema(value, shared)}{known} | {_described(value, shared)} |"
        yield ""
        done[name] = keys


def _of_schema(node: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    name = node.get("$ref", "").rpartition("/")[2]
    if name:
        return f"[`{name}`](#{name})" if "properties" in shared[name] else _of_schema(shared[name], shared)
    if "enum" in node or "const" in node:
        return ", ".join(f"`{json.dumps(each)}`" for each in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return f"list: {_of_schema(node.get('items', {}), shared)}"
    return _SCHEMA_WORDS[node["type"]]


def _described(node: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    of_its_own = node.get("description") or shared.get(node.get("$ref", "").rpartition("/")[2], {})
    text = of_its_own if isinstance(of_its_own, str) else of_its_own.get("description", "")
    return text.replace("|", "\\|")


def decisions() -> Mapping[str, str]:
    """The title of each decision, with a link."""
    lines = []
    for path in sorted((ROOT / "docs/decisions").glob("0*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})")
    return {"list": "\n".join(lines)}


PAGES: Final[Mapping[str, Callable[[], Mapping[str, str]]]] = {
    "docs/commands.md": commands,
    "docs/errors.md": errors,
    "docs/formats.md": formats,
    "docs/decisions/README.md": decisions,
}


if __name__ == "__main__":
    main()
