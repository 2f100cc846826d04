"""Cleaning: drafts in, articles out. What is not the article's is cut; names become sources, ages times."""

from generator.cleaning.cleaner import Cleaned, CleaningContext, clean, settle
from generator.cleaning.listing import Listed, enlist
from generator.cleaning.naming import SourceBook
from generator.cleaning.preparing import Prepared, prepare

__all__ = [
    "Cleaned",
    "CleaningContext",
    "Listed",
    "Prepared",
    "SourceBook",
    "clean",
    "enlist",
    "prepare",
    "settle",
]
