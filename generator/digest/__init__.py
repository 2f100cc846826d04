"""Articles and stories in, editions out: ranked, quoted, each line with the words it rests on."""

from generator.digest.composing import Closing, compose
from generator.digest.coverage import Coverage, Reach, reach
from generator.digest.editing import Editing, editing_of
from generator.digest.excerpts import Excerpting, choose_excerpts, cite, excerpt, shortened
from generator.digest.installed import summarizer_named
from generator.digest.losing import unquoted, without
from generator.digest.past import moved_stories, revised
from generator.digest.redacting import without_blackened
from generator.digest.see_also import resolve_see_also
from generator.digest.suggesting import Suggestion, suggest_names
from generator.digest.summing import figures_of_stories

__all__ = [
    "Closing",
    "Coverage",
    "Editing",
    "Excerpting",
    "Reach",
    "Suggestion",
    "choose_excerpts",
    "cite",
    "compose",
    "editing_of",
    "excerpt",
    "figures_of_stories",
    "moved_stories",
    "reach",
    "resolve_see_also",
    "revised",
    "shortened",
    "suggest_names",
    "summarizer_named",
    "unquoted",
    "without",
    "without_blackened",
]
