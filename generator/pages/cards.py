"""Draw the cards by which other sites show a link: an edition or a story in, an SVG of 1200 × 630 out.

A card has words and nothing else, since no publisher's picture may be shown without leave. Its letters come
from fonts that are named and not from the machine, so that it is the same everywhere; a line that has letters
which these do not have is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from generator.model.ids import EditionId, StoryId
from generator.pages import paths
from generator.pages.edition_pages import edition_view
from generator.pages.escaping import one_line
from generator.pages.file_plan import FilePlan
from generator.pages.site_index import SiteIndex
from generator.pages.story_pages import story_view
from generator.pages.writing_systems import runs_right_to_left

FAMILY: Final = "Dayfold Serif"  # of the fonts that come with Dayfold
WIDTH: Final = 1200  # pixels, as OpenGraph's consumers crop
HEIGHT: Final = 630
_MARGIN: Final = 72
_PAPER, _INK, _QUIET, _ACCENT = "#fdfdfb", "#1a1c1f", "#62686f", "#0c4f68"
_HEAD: Final = 62  # the size of a headline's letters, in pixels
_HEAD_LINE: Final = 34  # characters of a headline in a line: letters are half as wide as high
_HEAD_LINES: Final = 4
_BELOW: Final = 34  # the size of the letters below it
_BELOW_LINE: Final = 62
_BRIEFS: Final = 3
# What the fonts that come along have: Latin as western Europe writes it.
_COVERED: Final = frozenset(
    map(
        chr,
        chain(
            range(0x20, 0x7F),
            range(0xA0, 0x100),
            (0x131, 0x152, 0x153, 0x2BB, 0x2BC, 0x2C6, 0x2DA, 0x2DC, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019),
            (0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC),
            (0x2122, 0x2212),
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says: a small line, a large text, and smaller lines below it."""

    over: str
    head: str
    below: tuple[str, ...]
    site: str


def card_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The cards of editions and stories, where the site wants them."""
    settings = index.view.settings.digest.cards
    if not settings.make:
        return
    draw = partial(svg_of, is_covered=(lambda _: True) if settings.fonts else _is_covered)
    for edition in chain.from_iterable(index.whole.editions.values()):
        page = paths.edition_page(edition.id)
        yield FilePlan(paths.card_of(page), "card", edition.id, partial(_of_edition, index, edition.id), draw)
    for story in sorted(index.view.stories):
        page = paths.story_page(story)
        yield FilePlan(paths.card_of(page), "card", story, partial(_of_story, index, story), draw)


def _of_edition(index: SiteIndex, edition: EditionId) -> Card:
    view = edition_view(index, edition)
    brief = tuple(line.headline.words.text for line in view.brief[:_BRIEFS])
    return Card(over=view.account, head=view.facts.title, below=brief, site=index.view.about.name)


def _of_story(index: SiteIndex, story: StoryId) -> Card:
    view = story_view(index, story)
    return Card(over=view.running, head=view.headline.text, below=(view.reach,), site=index.view.about.name)


def svg_of(card: Card, is_covered: Callable[[str], bool]) -> str:
    """The card as SVG 1.1: lines of text on plain ground, set from the right where its head runs so."""
    head = card.head if is_covered(card.head) else ""
    below = tuple(line for line in card.below if is_covered(line))
    lines = [line for line in _lines(replace(card, head=head, below=below)) if is_covered(line.words)]
    rtl = runs_right_to_left(head)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">\n<title>{escape(one_line(card.head))}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>\n'
        f'<rect width="{WIDTH}" height="12" fill="{_ACCENT}"/>\n'
        f"{''.join(_text(line, rtl=rtl) for line in lines)}</svg>\n"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Words with the height of their letters and where they stand, in pixels."""

    words: str
    size: int
    y: int
    colour: str
    weight: int = 400


def _lines(card: Card) -> Iterator[_Line]:
    yield _Line(words=card.over, size=28, y=_MARGIN + 24, colour=_QUIET)
    y = _MARGIN + 112
    for words in _wrapped(card.head, _HEAD_LINE, _HEAD_LINES):
        yield _Line(words=words, size=_HEAD, y=y, colour=_INK, weight=600)
        y += round(_HEAD * 1.2)
    y += 16
    for below in card.below:
        for words in _wrapped(below, _BELOW_LINE, 1):
            if y < HEIGHT - _MARGIN - 40:
                yield _Line(words=words, size=_BELOW, y=y, colour=_INK if len(card.below) > 1 else _QUIET)
            y += round(_BELOW * 1.45)
    yield _Line(words=card.site, size=30, y=HEIGHT - _MARGIN + 12, colour=_ACCENT, weight=600)


def _text(line: _Line, *, rtl: bool) -> str:
    place = f'x="{WIDTH - _MARGIN}" text-anchor="end"' if rtl else f'x="{_MARGIN}"'
    return (
        f'<text {place} y="{line.y}" font-family={quoteattr(FAMILY)} font-size="{line.size}" '
        f'font-weight="{line.weight}" fill="{line.colour}">{escape(one_line(line.words))}</text>\n'
    )


def _wrapped(text: str, width: int, lines: int) -> Sequence[str]:
    """`text` in lines of at most `width` characters; what is too long ends in an ellipsis."""
    found: list[str] = []
    for word in one_line(text).split():
        if found and len(found[-1]) + 1 + len(word) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word if len(word) <= width else f"{word[: width - 1]}…")
    if len(found) > lines:
        last = found[lines - 1]
        found[lines - 1 :] = [f"{last[: width - 1].rstrip(' ,;:.–-')}…"]
    return found


def _is_covered(text: str) -> bool:
    return set(text) <= _COVERED
