"""The texts that readers see besides articles, in each language: gettext's catalogues in, texts out."""

from generator.languages.catalogue import (
    ENGLISH,
    Catalogue,
    is_right_to_left,
    load_catalogue,
    messages_of,
    primary,
)
from generator.languages.messages import message

__all__ = [
    "ENGLISH",
    "Catalogue",
    "is_right_to_left",
    "load_catalogue",
    "message",
    "messages_of",
    "primary",
]
