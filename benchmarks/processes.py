"""Run a command and its children: seconds, CPU seconds, and the most memory that they held together."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

_EVERY_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took; `megabytes` is the largest sum of resident sets that was seen at a time."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: Sequence[str], folder: Path) -> Cost:
    """Run `command` in `folder` to its end; the program stops with what it said if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watched = psutil.Process(process.pid)
    most = 0
    while process.poll() is None:
        most = max(most, _resident(watched))
        time.sleep(_EVERY_SECONDS)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended badly:\n{process.stderr.read() if process.stderr else ''}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall=wall, cpu=cpu, megabytes=most / 2**20)


def _resident(process: psutil.Process) -> int:
    try:
        return sum(_rss(one) for one in [process, *process.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
