"""The last end of the pipeline: build/docs in, a whole, searchable and served site out."""

from generator.site.builders import Builder
from generator.site.hosting import Host
from generator.site.language import write_language
from generator.site.page_builder import NoSuchPageError, PageBuilder, PageFaultError
from generator.site.publish import build_site
from generator.site.scaffold import NewSite, create_site
from generator.site.search_index import build_search
from generator.site.serving import PreviewServer, ServeOptions, serve
from generator.site.staging import SPARE, files_of
from generator.site.verifying import differs, verify_site

__all__ = [
    "SPARE",
    "Builder",
    "Host",
    "NewSite",
    "NoSuchPageError",
    "PageBuilder",
    "PageFaultError",
    "PreviewServer",
    "ServeOptions",
    "build_search",
    "build_site",
    "create_site",
    "differs",
    "files_of",
    "serve",
    "verify_site",
    "write_language",
]
