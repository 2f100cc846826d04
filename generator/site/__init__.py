"""The last end of the pipeline: build/docs in, a whole, searchable and served site out."""

from generator.model.builder import Builder
from generator.site.elsewhere import Help, Made
from generator.site.hosting import Host
from generator.site.language import write_language
from generator.site.page_builder import NoSuchPageError, PageBuilder, PageFaultError
from generator.site.parcels import Parcel, Shard, build_parcel, built_by, parcels
from generator.site.publish import build_site
from generator.site.scaffold import NewSite, create_sample, create_site
from generator.site.search_index import build_search
from generator.site.serving import PreviewServer, ServeOptions, serve
from generator.site.shipped import copied_files
from generator.site.staging import SEARCH, SPARE, Delta, Step, files_of
from generator.site.verifying import differs, verify_site

__all__ = [
    "SEARCH",
    "SPARE",
    "Builder",
    "Delta",
    "Help",
    "Host",
    "Made",
    "NewSite",
    "NoSuchPageError",
    "PageBuilder",
    "PageFaultError",
    "Parcel",
    "PreviewServer",
    "ServeOptions",
    "Shard",
    "Step",
    "build_parcel",
    "build_search",
    "build_site",
    "built_by",
    "copied_files",
    "create_sample",
    "create_site",
    "differs",
    "files_of",
    "parcels",
    "serve",
    "verify_site",
    "write_language",
]
