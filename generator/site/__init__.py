"""The last end of the pipeline: build/docs in, a whole, searchable and served site out."""

from generator.site.builders import Builder
from generator.site.publish import build_site
from generator.site.search_index import build_search

__all__ = ["Builder", "build_search", "build_site"]
