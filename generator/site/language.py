"""Tell the theme which language a site speaks: its catalogue in, a file that mkdocs.base.yml INHERITs out."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

import yaml

from generator.languages import Catalogue, is_right_to_left, primary
from generator.output import write_if_changed

LANGUAGE: Final = "build/language.yml"
_HEAD: Final = "# The site's language, and what the theme says in it. Written by `digest build`.\n"


def write_language(root: Path, catalogue: Catalogue) -> None:
    """Write the file for the site at `root`. Material's own words, on pages that people wrote, stay English
    where it does not speak the language. Raises DayfoldError (`write-failed`)."""
    language = catalogue.language
    spoken = [name for name in (language, primary(language)) if _material_speaks(name)]
    settings = {
        "theme": {"language": next(iter(spoken), "en")},
        "extra": {
            "language": language,
            "direction": "rtl" if is_right_to_left(language) else "ltr",
            "words": {text: forms[0] for text, forms in catalogue.used_in("theme").items()},
        },
    }
    text = _HEAD + yaml.safe_dump(settings, allow_unicode=True, width=_WIDE)
    write_if_changed(root / LANGUAGE, text.encode())


_WIDE: Final = 1000


def _material_speaks(language: str) -> bool:
    material = importlib.util.find_spec("material")
    folders = (material.submodule_search_locations if material else None) or ()
    return any((Path(f) / f"templates/partials/languages/{language}.html").is_file() for f in folders)
