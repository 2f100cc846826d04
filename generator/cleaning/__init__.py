"""Cleaning: drafts in, articles out. What is not the article's is cut; names become sources, ages times."""

from generator.cleaning.cleaner import Cleaned, CleaningContext, clean, settle, without_learned
from generator.cleaning.cutting import Cuts, cut
from generator.cleaning.learning import Samples, named
from generator.cleaning.listing import Listed, enlist
from generator.cleaning.naming import SourceBook
from generator.cleaning.preparing import Prepared, prepare

__all__ = [
    "Cleaned",
    "CleaningContext",
    "Cuts",
    "Listed",
    "Prepared",
    "Samples",
    "SourceBook",
    "clean",
    "cut",
    "enlist",
    "named",
    "prepare",
    "settle",
    "without_learned",
]
