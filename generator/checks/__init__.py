"""Hold what is about to be published against what it rests on: values in, problems out."""

from generator.checks.charging import Charge, Said
from generator.checks.collisions import Paths
from generator.checks.counting import Count, Counter
from generator.checks.grounding import Place, Proof, check_articles, check_citations, check_sources
from generator.checks.leaks import Sought, addresses_of, leaks, words_of
from generator.checks.links import Links
from generator.checks.quotations import Quotations, quotations
from generator.checks.recounting import Recount, Seen, recount
from generator.checks.rights import check_closed, check_rights, room_left
from generator.checks.texts import TextReader
from generator.checks.titles import Titles

__all__ = [
    "Charge",
    "Count",
    "Counter",
    "Links",
    "Paths",
    "Place",
    "Proof",
    "Quotations",
    "Recount",
    "Said",
    "Seen",
    "Sought",
    "TextReader",
    "Titles",
    "addresses_of",
    "check_articles",
    "check_citations",
    "check_closed",
    "check_rights",
    "check_sources",
    "leaks",
    "quotations",
    "recount",
    "room_left",
    "words_of",
]
