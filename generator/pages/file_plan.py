"""Files for machines that stand beside the pages, each to be made when it has to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from generator.model.page import Page


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file that is to be made: in which format, what it is of, how it is laid out and how it is written."""

    path: str
    template: str
    of: str
    lay_out: Callable[[], Any]
    write: Callable[[Any], str]

    def make(self) -> Page:
        """Lay it out and write it."""
        return Page(path=self.path, text=self.write(self.lay_out()))


XML_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
