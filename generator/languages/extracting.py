"""Collect the messages of the code: Python, templates, the theme and its scripts in, messages.pot out."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

Text: TypeAlias = str | tuple[str, ...]

FILTER: Final = "trans"  # of pages' templates
_PYTHON: Final = {"gettext": None, "ngettext": (1, 2), "message": None}
_THEME: Final = {"t": None}  # a macro, for its engines take no filter of ours
_SCRIPTS: Final = {"t": None, "tn": (1, 2)}


def template_of(generator: Path, theme: Path) -> Catalog:
    """Every message of the package in `generator` and of the theme. Where each stands is told by a module's
    or template's name, and of the theme by `theme` and `scripts`: those texts are written for MkDocs and for
    browsers."""
    places: dict[Text, set[str]] = {}
    for text, place in _messages(generator, theme):
        places.setdefault(text, set()).add(place)
    catalog = Catalog(charset="utf-8")
    for text in sorted(places, key=lambda text: (min(places[text]), str(text))):
        catalog.add(text, locations=[(place, 0) for place in sorted(places[text])])
    return catalog


def written(catalog: Catalog, head: str) -> bytes:
    """`catalog` as a .po file under the comment `head`, the same bytes at any time."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, include_lineno=False, omit_header=True)
    language = str(catalog.locale_identifier or "").replace("_", "-")
    told = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if language:
        told += [f"Language: {language}", f"Plural-Forms: {catalog.plural_forms}"]
    lines = [*head.splitlines(), 'msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in told), "", ""]
    return "\n".join(lines).encode() + buffer.getvalue()


def _messages(generator: Path, theme: Path) -> Iterator[tuple[Text, str]]:
    for file in sorted(generator.glob("pages/*.py")):
        for text in _called(file, "python", _PYTHON):
            yield text, f"pages/{file.name}"
    for file in sorted(generator.glob("pages/templates/*.j2")):
        for text in _filtered(file):
            yield text, f"pages/templates/{file.name}"
    for file in sorted(theme.rglob("*.html")):
        for text in _called(file, "jinja2.ext:babel_extract", _THEME):
            yield text, "theme"
    for file in sorted(theme.rglob("*.js")):
        for text in _called(file, "javascript", _SCRIPTS):
            yield text, "scripts"


def _called(file: Path, method: str, keywords: Mapping[str, tuple[int, ...] | None]) -> Iterator[Text]:
    with file.open("rb") as source:
        for _, text, _, _ in extract(
            method, source, keywords, options={"encoding": "utf-8", "silent": "false"}
        ):
            yield text


def _filtered(file: Path) -> Iterator[Text]:
    tree = Environment().parse(file.read_text(encoding="utf-8"))  # noqa: S701 -- nothing is printed
    for found in tree.find_all(nodes.Filter):
        if found.name == FILTER and isinstance(found.node, nodes.Const):
            yield found.node.value
