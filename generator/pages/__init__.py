"""Pages: a site's values in, Markdown that a reader, an editor and a site builder can read out."""

from generator.pages.again import Again, Made, Rendered, by_of
from generator.pages.answering import permalinks
from generator.pages.cards import FAMILY as CARD_FAMILY
from generator.pages.file_plan import FilePlan
from generator.pages.paths import CARD, CARD_PICTURE, permalink
from generator.pages.reading import WHOLE, Fact
from generator.pages.rendering import Plan, all_plans, render
from generator.pages.site_view import SiteView

__all__ = [
    "CARD",
    "CARD_FAMILY",
    "CARD_PICTURE",
    "WHOLE",
    "Again",
    "Fact",
    "FilePlan",
    "Made",
    "Plan",
    "Rendered",
    "SiteView",
    "all_plans",
    "by_of",
    "permalink",
    "permalinks",
    "render",
]
