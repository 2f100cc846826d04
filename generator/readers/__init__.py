"""Readers: the bytes of a raw file in, drafts out, one module a kind of file."""

from generator.readers.raw import Raw, Reader
from generator.readers.registry import READERS, choose, readers

__all__ = ["READERS", "Raw", "Reader", "choose", "readers"]
