"""Hold what is about to be published against what it rests on: values in, problems out."""

from generator.checks.collisions import Paths
from generator.checks.counting import Counter
from generator.checks.grounding import Place, Proof, check_articles, check_citations, check_sources
from generator.checks.leaks import leaks, words_of
from generator.checks.links import Links
from generator.checks.quotations import Quotations, quotations
from generator.checks.rights import check_rights
from generator.checks.texts import TextReader

__all__ = [
    "Counter",
    "Links",
    "Paths",
    "Place",
    "Proof",
    "Quotations",
    "TextReader",
    "check_articles",
    "check_citations",
    "check_rights",
    "check_sources",
    "leaks",
    "quotations",
    "words_of",
]
