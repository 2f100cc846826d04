"""Give a reader bytes that no one would write, and see what comes of it: `python -m benchmarks.fuzz html`.

Coverage guides which bytes come next (atheris, from the extra `fuzz`, which has wheels for Linux alone). Each
input goes the whole way of an ingest: it is read, cleaned, written as an article and read again. A find is an
exception, a small document that takes more than five seconds of processor time, or an article that the
library would not take back. The shortest for each place is kept under `build/fuzz/READER/finds`, and tried
again at the end without the fuzzer's instruments: that is what counts.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.fuzz_seeds import write_dictionary, write_seeds
from benchmarks.fuzz_targets import TARGETS, Find, try_one

ROOT: Final = Path(__file__).resolve().parent.parent
CORPORA: Final = ROOT.parent / "shared" / "corpora"
_EXECUTIONS: Final = re.compile(r"^#(\d+)\s|stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
_COVERAGE: Final = re.compile(r"\bcov: (\d+) ft: (\d+) corp: (\d+)")
_SLACK: Final = 120  # seconds that the fuzzer gets to come to its end
_HANGS: Final = 120  # seconds of wall time, for what does not let itself be interrupted
_LARGEST: Final = 16_384  # bytes: what is larger is slower and seldom otherwise


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a reader's run came to."""

    executions: int = 0
    seconds: float = 0.0
    edges: int = 0
    features: int = 0
    inputs: int = 0
    seeds: int = 0


def main() -> None:
    """Fuzz, or try kept inputs again; 1 when there was a find."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("reader", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="more seeds, where they are")
    parser.add_argument("--replay", type=Path, nargs="+", help="try these inputs, without the fuzzer")
    parser.add_argument("--seed", type=int, default=1, help="of the fuzzer's own chance")
    options = parser.parse_args()
    folder = options.folder / options.reader
    if options.replay:
        finds = [try_one(options.reader, path.read_bytes(), path.name) for path in options.replay]
        sys.exit(_tell([find for find in finds if find]))
    tally = _fuzz(options.reader, folder, options)
    finds = [try_one(options.reader, path.read_bytes(), path.name) for path in sorted(_kept(folder))]
    print(
        f"{options.reader}: {tally.executions:,} executions in {tally.seconds:.0f} s, {tally.seeds} seeds; "
        f"{tally.edges:,} edges, {tally.features:,} features, {tally.inputs:,} inputs kept"
    )
    sys.exit(_tell([find for find in finds if find]))


def _fuzz(reader: str, folder: Path, options: argparse.Namespace) -> Tally:
    """Run the fuzzer until its time is over; one that an input ended is started again."""
    kept, finds = folder / "inputs", folder / "finds"
    for path in (kept, finds):
        path.mkdir(parents=True, exist_ok=True)
    tally = Tally(seeds=write_seeds(reader, folder / "seeds", options.corpora))
    words = write_dictionary(folder / "words.dict", TARGETS[reader].modules)
    start = time.monotonic()
    while (left := options.seconds - (time.monotonic() - start)) >= 1:
        arguments = [
            f"-max_total_time={int(left)}",
            f"-max_len={_LARGEST}",
            f"-timeout={_HANGS}",
            f"-dict={words}",
            f"-artifact_prefix={finds}/",
            f"-seed={options.seed}",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            str(kept),
            str(folder / "seeds"),
        ]
        command = [sys.executable, "-m", "benchmarks.fuzz_run", reader, str(finds), *arguments]
        said = _run(command, left + _SLACK, folder / "fuzzer.log")
        _count(said, tally)
        options.seed += 1
    tally.seconds = time.monotonic() - start
    return tally


def _run(command: Sequence[str], seconds: float, log: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    with log.open("w+b") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment, cwd=ROOT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        file.seek(0)
        return file.read().decode(errors="replace")


def _count(said: str, tally: Tally) -> None:
    """Add up what one run of the fuzzer said."""
    counts = [int(first or second) for first, second in _EXECUTIONS.findall(said)]
    covered = [tuple(map(int, found)) for found in _COVERAGE.findall(said)]
    if not counts or not covered:
        sys.exit(f"The fuzzer did not start:\n{said[-2000:]}")
    tally.executions += max(counts)
    edges, features, inputs = covered[-1]
    tally.edges, tally.features = max(tally.edges, edges), max(tally.features, features)
    tally.inputs = inputs


def _kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "finds").iterdir() if path.is_file()]


def _tell(finds: Sequence[Find]) -> int:
    for find in finds:
        print(f"\n{find.name}: {find.what}\n{find.where}")
    print(f"{len(finds)} finds")
    return 1 if finds else 0


if __name__ == "__main__":
    main()
