"""The files of site_config/ as typed, frozen values; YAML with the place of everything in it."""

from generator.settings.digest import (
    DigestSettings,
    EditionSettings,
    ExcerptSettings,
    IngestSettings,
    SectionSettings,
    StorySettings,
)
from generator.settings.loading import Settings, load_settings, make_settings
from generator.settings.sources import RightsEntry, SourceEntry
from generator.settings.topics import TopicEntry
from generator.settings.yaml_reading import Document, decode, parse_yaml

__all__ = [
    "DigestSettings",
    "Document",
    "EditionSettings",
    "ExcerptSettings",
    "IngestSettings",
    "RightsEntry",
    "SectionSettings",
    "Settings",
    "SourceEntry",
    "StorySettings",
    "TopicEntry",
    "decode",
    "load_settings",
    "make_settings",
    "parse_yaml",
]
