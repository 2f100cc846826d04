"""Write what the theme's scripts say in the site's language: its catalogue in, assets/words.js out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from generator.languages import Catalogue, is_right_to_left
from generator.pages.file_plan import FilePlan
from generator.pages.site_index import SiteIndex

WORDS: Final = "assets/words.js"


def script_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The one file; assets/texts.js and worker.js read it."""
    catalogue = index.view.catalogue
    yield FilePlan(WORDS, "words", "", lambda: catalogue, script_words)


def script_words(catalogue: Catalogue) -> str:
    """A script that any page and the service worker can run: each message that is not English with its forms,
    and the rule of the forms, which is an expression in JavaScript as it is in C."""
    told = {
        "language": catalogue.language,
        "written": catalogue.written,
        "direction": "rtl" if is_right_to_left(catalogue.language) else "ltr",
        "words": catalogue.used_in("scripts"),
    }
    # In a script of its own nothing has to be escaped but what ends lines in old JavaScript.
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"self.dayfold = {data};\nself.dayfold.plural = n => Number({catalogue.plural});\n"
