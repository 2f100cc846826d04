"""Cleaning: drafts in, articles out. What is not the article's is cut; names become sources, ages times."""

from generator.cleaning.cleaner import Cleaned, CleaningContext, clean
from generator.cleaning.listing import Listed, enlist
from generator.cleaning.naming import SourceBook

__all__ = ["Cleaned", "CleaningContext", "Listed", "SourceBook", "clean", "enlist"]
