"""The fuzzer's own process, which `benchmarks.fuzz` starts: finds are kept, and it goes on after each."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

from benchmarks.fuzz_targets import TARGETS, Find


def main() -> None:
    """Fuzz the reader that the first argument names; the second is where finds go, the rest libFuzzer's."""
    name, folder, *arguments = sys.argv[1:]
    finds = Path(folder)
    with atheris.instrument_imports(
        include=["generator", *TARGETS[name].packages], enable_loader_override=False
    ):
        from benchmarks.fuzz_targets import prepared, try_one  # noqa: PLC0415 - what it imports is instrumented

        prepared(name)

    def one(data: bytes) -> None:
        find = try_one(name, data, "")
        if find is not None:
            _keep(find, data, finds)

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def _keep(find: Find, data: bytes, folder: Path) -> None:
    """One input for each place where something happened: the shortest."""
    path = folder / f"find-{hashlib.sha256(find.where.encode()).hexdigest()[:12]}"
    if not path.exists() or path.stat().st_size > len(data):
        path.write_bytes(data)


if __name__ == "__main__":
    main()
