"""Raw files in, articles in the library out: reads, cleans, finds what is new, and writes that."""

from generator.ingest.report import IngestOptions, IngestReport, Progress
from generator.ingest.run import ingest

__all__ = ["IngestOptions", "IngestReport", "Progress", "ingest"]
