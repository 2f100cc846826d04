"""Who works for a build besides this machine: the address of a cluster in, an executor out."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem

DASK: Final = "dask://"
_SECONDS: Final = 15  # to reach a scheduler, and for its workers to answer


@contextmanager
def workers(cluster: str | None) -> Iterator[Executor | None]:
    """The workers of the `cluster` at `dask://HOST:PORT`; None without one.

    Raises DayfoldError (`executor-unusable`) when the cluster cannot be reached, or is not of this version.
    """
    if cluster is not None:
        with _dask(cluster) as executor:
            yield executor
    else:
        yield None


def fingerprint() -> str:
    """What two machines have in common that make the same of the same articles: the program, and Python."""
    whole = hashlib.blake2b(repr(sys.version_info[:3]).encode(), digest_size=16)
    for name, file in sorted(_files(resources.files("generator"))):
        if name.endswith((".py", ".j2", ".po")):
            whole.update(f"{name}\0".encode() + file.read_bytes())
    return whole.hexdigest()


@contextmanager
def _dask(cluster: str) -> Iterator[Executor]:
    try:
        from distributed import Client  # noqa: PLC0415 -- of the extra `dask`, which few need
    except ImportError as error:
        raise _unusable(cluster, "Dask is not installed", "Run `pip install 'dayfold[dask]'`.") from error
    address = f"tcp://{cluster.removeprefix(DASK)}"
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = "See that a scheduler listens there (`dask scheduler`), and that this machine may reach it."
        raise _unusable(cluster, f"It cannot be reached: {words[:200]}", remedy) from error
    with client:
        _check(cluster, client.run(_fingerprint_there))
        with client.get_executor() as executor:
            yield executor


def _fingerprint_there() -> str:
    """As `fingerprint`, asked of a worker: it has this function only if it has this module."""
    return fingerprint()


def _check(cluster: str, told: dict[str, str]) -> None:
    if not told:
        raise _unusable(cluster, "It has no workers", f"Start some: `dask worker {cluster}`.")
    ours = fingerprint()
    if others := sorted(worker for worker, one in told.items() if one != ours):
        remedy = "Install the same version of Dayfold and of Python there as here."
        raise _unusable(cluster, f"{len(others)} of its workers have another version ({others[0]})", remedy)


def _files(folder: Traversable, within: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{within}{entry.name}/")
        else:
            yield f"{within}{entry.name}", entry


def _unusable(cluster: str, message: str, remedy: str) -> DayfoldError:
    return DayfoldError(
        Problem(
            code="executor-unusable", position=Position(path=cluster), message=f"{message}.", remedy=remedy
        )
    )
