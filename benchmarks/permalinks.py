"""What the register of permalinks costs: `python -m benchmarks.permalinks --pages 100000`.

Half of the pages are articles and half their stories, a hundred articles a day. Prints the register's bytes
on disk and packed, and the seconds to write it, to read it, and to find after a new day what has changed.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from generator.library import changed_registers, load_permalinks, save_registers
from generator.model.ids import Permalink, slugify

_A_DAY = 100
_TITLES = (
    "Harbour bridge reopens after repairs that took the whole of the summer",
    "Ferry strikes the inner wall and eleven people are hurt",
    "Steelworks to close its second furnace in March",
)


def main() -> None:
    """Print the sizes and the seconds."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.permalinks", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--pages", type=int, default=100_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory(prefix="dayfold-permalinks-") as name:
        root = Path(name)
        known = _permalinks(0, pages // 2)
        begun = time.perf_counter()
        save_registers(changed_registers(root, known))
        written = time.perf_counter()
        loaded, _ = load_permalinks(root)
        read = time.perf_counter()
        files = changed_registers(root, loaded | _permalinks(pages // 2, pages // 2 + _A_DAY))
        held = time.perf_counter()
        whole = b"".join(path.read_bytes() for path in sorted(root.rglob("*.txt")))
        print(f"{len(loaded):,} permalinks, {len(list(root.rglob('*.txt')))} files")
        print(f"{len(whole) / 1e6:.1f} MB, packed {len(gzip.compress(whole)) / 1e6:.1f} MB")
        print(f"written in {written - begun:.2f} s, read in {read - written:.2f} s")
        print(f"a new day changes {len(files)} file, found in {held - read:.2f} s")


def _permalinks(first: int, last: int) -> frozenset[Permalink]:
    return frozenset(
        Permalink(f"/{kind}/{_id(number)}/")
        for number in range(first, last)
        for kind in ("articles", "stories")
    )


def _id(number: int) -> str:
    day = date(2020, 1, 1) + timedelta(days=number // _A_DAY)
    return f"{day:%Y/%m/%d}/gazette-{slugify(_TITLES[number % len(_TITLES)])}-{number % _A_DAY}"


if __name__ == "__main__":
    main()
