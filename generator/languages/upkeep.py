"""Keep catalogues in step with the code: what is new is empty in them, what is no message any more gone."""

from __future__ import annotations

import io
from itertools import takewhile
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import generator
from generator.languages.catalogue import TEMPLATE
from generator.languages.extracting import template_of, written

_PACKAGE: Final = Path(generator.__file__).parent
_HERE: Final = _PACKAGE / "languages"
HEAD: Final = """\
# The texts of Dayfold that readers see. Made by `python -m generator.languages`; docs/languages.md tells how
# they are translated."""
_THEME: Final = _PACKAGE.parent / "site_config" / "theme"


def update_ours() -> None:
    """Bring messages.pot and the catalogues beside it up to date; in a checkout, where the theme is."""
    (_HERE / TEMPLATE).write_bytes(written(template_of(_PACKAGE, _THEME), HEAD))
    for path in sorted(_HERE.glob("*.po")):
        update_catalogue(path)


def update_catalogue(path: Path) -> None:
    """Bring the catalogue at `path` up to date, or make it; its name is its language: `pt-BR.po`."""
    template = read_po(io.BytesIO((_HERE / TEMPLATE).read_bytes()))
    locale = _locale(path.stem)
    if path.exists():
        text = path.read_text(encoding="utf-8")
        catalog = read_po(io.StringIO(text), locale=locale)
        head = "\n".join(takewhile(_is_comment, text.splitlines()))
        catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
        catalog.obsolete.clear()
    else:
        catalog, head = Catalog(locale=locale, charset="utf-8"), f"# Dayfold in {path.stem}"
        for message in template:
            if message.id:
                catalog.add(message.id, locations=message.locations)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog, head))


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _locale(name: str) -> Locale | None:
    """What CLDR knows of a language: its rule of plurals; None where it knows nothing."""
    try:
        return Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
