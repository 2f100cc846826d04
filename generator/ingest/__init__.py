"""Raw files in, articles in the library out: reads, cleans, finds what is new, and writes that."""

from generator.ingest.run import IngestOptions, IngestReport, Progress, ingest

__all__ = ["IngestOptions", "IngestReport", "Progress", "ingest"]
