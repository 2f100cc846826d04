"""What a build did, and how it tells of its steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from generator.checks import Proof
from generator.diagnostics import Problem
from generator.model.ids import EditionId

Progress = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class BuildReport:
    """What a build did. `seconds` has the wall time of each step, in order; `unchanged` is whether there was
    nothing to do since the last."""

    articles: int = 0
    stories: int = 0
    editions: int = 0
    proof: Proof = field(default_factory=Proof)
    records_written: list[EditionId] = field(default_factory=list)
    pages: int = 0
    pages_written: int = 0
    pages_removed: int = 0
    site_built: bool = False
    unchanged: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, progress: Progress) -> Iterator[None]:
        """Time a step and tell that it has begun."""
        progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)
