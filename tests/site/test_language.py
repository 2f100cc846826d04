"""What the theme is told of a site's language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.languages import Catalogue
from generator.site import write_language


@pytest.mark.parametrize(
    ("language", "of_material", "direction"),
    [("nb", "nb", "ltr"), ("tlh", "en", "ltr"), ("ar", "ar", "rtl"), ("de-AT", "de", "ltr")],
)
def test_material_is_asked_for_a_language_only_where_it_speaks_it(
    tmp_path: Path, language: str, of_material: str, direction: str
) -> None:
    write_language(tmp_path, Catalogue(language=language))
    told = yaml.safe_load((tmp_path / "build/language.yml").read_text(encoding="utf-8"))
    assert told["theme"] == {"language": of_material}
    assert (told["extra"]["language"], told["extra"]["direction"]) == (language, direction)


def test_the_theme_is_given_its_own_texts_alone(tmp_path: Path) -> None:
    messages = {"Skip to the page": ("Zur Seite",), "own report": ("eigener Bericht",)}
    write_language(tmp_path, Catalogue(language="de", texts="de", messages=messages))
    told = yaml.safe_load((tmp_path / "build/language.yml").read_text(encoding="utf-8"))
    assert told["extra"]["words"] == {"Skip to the page": "Zur Seite"}
