"""Turn the cards of build/docs into pictures: card.svg in, a card.png beside it out, where it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem
from generator.output import write_if_changed
from generator.pages import CARD, CARD_FAMILY, CARD_PICTURE

_LIBRARY: Final = "resvg_py"
_FONTS: Final = ("dayfold-serif-regular.ttf", "dayfold-serif-semibold.ttf")


def draw_cards(root: Path, docs: Path, fonts: Sequence[str], kept: Path) -> list[Problem]:
    """Draw the cards below `docs` that have changed; `fonts` are paths in the site at `root`, used after our
    own, and none of the machine's is, so that a picture is the same everywhere. `kept` says what each was
    drawn from, and may be deleted.

    An error where the library that draws is not installed, and for each font that cannot be read.
    Raises DayfoldError (`write-failed`).
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra that most sites do without
    except ImportError:
        return [_not_installed()]
    own = [Path(str(resources.files("generator.fonts") / name)) for name in _FONTS]
    files, problems = _readable(root, [root / font for font in fonts])
    if problems:
        return problems
    files = [*own, *files]
    drawn_by = hashlib.sha256(metadata.version(_LIBRARY).encode())
    for file in files:
        drawn_by.update(file.read_bytes())
    known = _known(kept)
    found = {}
    for card in sorted(docs.rglob(CARD)):
        text = card.read_bytes()
        name = card.relative_to(docs).as_posix()
        found[name] = hashlib.sha256(drawn_by.digest() + text).hexdigest()
        picture = card.with_name(CARD_PICTURE)
        if known.get(name) != found[name] or not picture.is_file():
            drawn = resvg_py.svg_to_bytes(
                svg_string=text.decode(),
                skip_system_fonts=True,
                font_files=[str(file) for file in files],
                font_family=CARD_FAMILY,
            )
            write_if_changed(picture, bytes(drawn))
    write_if_changed(kept, json.dumps(found, sort_keys=True).encode())
    return []


def _known(kept: Path) -> Mapping[str, str]:
    with suppress(OSError, ValueError):
        told = json.loads(kept.read_bytes())
        if isinstance(told, dict):
            return told
    return {}


def _readable(root: Path, fonts: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    problems = []
    for font in fonts:
        try:
            with font.open("rb") as stream:
                stream.read(1)
        except OSError as error:
            problems.append(
                Problem(
                    code="missing-file",
                    position=Position(path=font.relative_to(root).as_posix()),
                    message=f"The font of cards.fonts cannot be read: {error.strerror or error}.",
                    remedy="Put it there, or take it out of cards.fonts in site_config/digest.yml.",
                )
            )
    return list(fonts), problems


def _not_installed() -> Problem:
    return Problem(
        code="cards-not-drawn",
        position=Position(path="site_config/digest.yml"),
        message="Cards are wanted (cards.make), and the library that draws them is not installed.",
        remedy="pip install 'dayfold[cards]', or write cards: {make: false}.",
    )
