"""Install Dayfold as a newcomer does, and weigh it: `make package`.

The sdist is made of this checkout and the wheel of the sdist; the wheel goes into an empty virtual
environment with the versions of constraints.txt; the command that is then there makes the sample site and
builds it. From the moment that the wheel is made the checkout is out of reach: where the system allows it
(root on Linux), nothing lies at its path any more for what is run. Sizes are of the files as installed,
bytecode aside. Times are wall-clock seconds and CPU seconds; those of pip depend on the network and on what
it has in its cache (`--no-cache` does without).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# Prints the size of each distribution: its own files as its RECORD lists them.
WEIGH: Final = """
from importlib.metadata import distributions
for found in distributions():
    files = [file.locate() for file in found.files or () if file.suffix != ".pyc"]
    print(sum(file.stat().st_size for file in files if file.is_file()), found.name)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took, in seconds; `cpu` is its own and its children's."""

    wall: float
    cpu: float


def main() -> int:
    """Make, install, build; print sizes and times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-cache", action="store_true", help="download every wheel anew")
    parser.add_argument("--heaviest", type=int, default=12, metavar="N", help="so many packages by size")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dayfold-install-") as name:
        folder = Path(name)
        wheel = make(folder / "made")
        shutil.copy(ROOT / "constraints.txt", folder)
        install = [*pip(folder), "install", "--constraint", "constraints.txt", str(wheel)]
        run([sys.executable, "-m", "venv", str(folder / "empty")], folder)
        print(f"wheel: {wheel.stat().st_size / 1e6:.1f} MB; sdist: {size_of_sdist(wheel) / 1e6:.1f} MB")
        print(f"checkout {'out of reach' if hiding() else 'in reach, though on no path'}")
        tell("pip install", run([*install, *(["--no-cache-dir"] if chosen.no_cache else [])], folder))
        weigh(folder, chosen.heaviest)
        digest = str(folder / "empty/bin/digest")
        tell("digest --version", run([digest, "--version"], folder))
        tell("digest new --sample", run([digest, "new", "sample", "--sample"], folder))
        tell("digest build", run([digest, "build", "--locked", "--site", "sample"], folder))
        tell("digest build, nothing new", run([digest, "build", "--locked", "--site", "sample"], folder))
        pages = sum(1 for _ in (folder / "sample/site").rglob("*.html"))
        print(f"the sample site has {pages} pages")
    return 0


def make(folder: Path) -> Path:
    """The wheel, made of the sdist that is made of the checkout."""
    run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], ROOT, hidden=False)
    [wheel] = folder.glob("dayfold-*.whl")
    return wheel


def size_of_sdist(wheel: Path) -> int:
    """In bytes."""
    [sdist] = wheel.parent.glob("dayfold-*.tar.gz")
    return sdist.stat().st_size


def pip(folder: Path) -> list[str]:
    """The empty environment's own."""
    return [str(folder / "empty/bin/python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]


def weigh(folder: Path, heaviest: int) -> None:
    """Print the sizes of what was installed."""
    told = subprocess.run(
        [str(folder / "empty/bin/python"), "-c", WEIGH],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    sizes = sorted(
        ((int(size), name) for size, name in map(str.split, told.stdout.splitlines())), reverse=True
    )
    sizes = [(size, name) for size, name in sizes if name not in ("pip", "setuptools")]
    print(f"installed: {sum(size for size, _ in sizes) / 1e6:.1f} MB in {len(sizes)} packages")
    for size, name in sizes[:heaviest]:
        print(f"  {size / 1e6:6.1f} MB  {name}")


def run(command: Sequence[str], folder: Path, *, hidden: bool = True) -> Cost:
    """Run a command in `folder`; one that fails ends all. `hidden` keeps the checkout from it."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    prefix = hiding() if hidden else []
    done = subprocess.run(
        [*prefix, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(wall=time.perf_counter() - begun, cpu=cpu)


def hiding() -> list[str]:
    """What runs a command with nothing in the checkout's place; empty where the system forbids it."""
    script = 'mount -t tmpfs none "$0" && exec "$@"'
    prefix = ["unshare", "--mount", "sh", "-c", script, str(ROOT)]
    if shutil.which("unshare") is None:
        return []
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else []


def tell(what: str, cost: Cost) -> None:
    """A line of the report."""
    print(f"{what}: {cost.wall:.1f} s, {cost.cpu:.1f} CPU s")


if __name__ == "__main__":
    sys.exit(main())
