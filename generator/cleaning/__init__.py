"""Cleaning: drafts in, articles out; what is page and not article is cut, names become sources, ages become times."""

from generator.cleaning.cleaner import Cleaned, CleaningContext, clean
from generator.cleaning.naming import SourceBook

__all__ = ["Cleaned", "CleaningContext", "SourceBook", "clean"]
