"""What a build rests on besides a site: the machine in, facts for a report of a fault out.

Nothing here names a person, a host, an address or a folder: what is printed is pasted into public places.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH

from packaging.requirements import Requirement
from packaging.version import Version

import generator
from generator.diagnostics import Position, Problem, Severity

DISTRIBUTION: Final = "dayfold"
_EXTRAS: Final = ("cards", "dask", "zensical")
_BESIDE: Final = ("pagefind_bin",)  # what is asked for in no line of its own
_PLUGINS: Final = ("dayfold.readers", "dayfold.summarizers")
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "firefox")
# Variables that change what is built or fetched. Of the second only the names are told: values may be secret.
_SAID: Final = ("LANG", "LC_ALL", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "TZ")
_NAMED: Final = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "PYTHONPATH", "SSL_CERT_FILE")
_LITTLE_ROOM: Final = 200 << 20  # bytes; the sample site with its caches takes a tenth of it
_PATIENCE: Final = 10.0  # seconds for a program that only says its version


def machine_facts() -> dict[str, str]:
    """What runs here, by name, in the order in which it is told."""
    return {
        "dayfold": generator.__version__ + (" from a checkout" if _from_a_checkout() else ""),
        "python": f"{platform.python_version()} {platform.python_implementation()}",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} cores",
        "packages": _listed({**_required(), **{name: _version(name) for name in _BESIDE}}),
        "extras": ", ".join(f"{name}: {_listed(_required(name)) or 'none'}" for name in _EXTRAS),
        "plugins": _plugins(),
        "browsers": _browsers(),
        "locale": f"{locale.setlocale(locale.LC_CTYPE)}, files {sys.getfilesystemencoding()}",
        "time zone": f"{'/'.join(time.tzname)}, zones of {_zones()}",
        "environment": ", ".join([*_said(), *(name for name in _NAMED if name in os.environ)]) or "plain",
    }


def machine_problems() -> list[Problem]:
    """Packages that are not there, or not in a version that Dayfold works with."""
    problems = []
    for requirement in _requirements():
        found = _version(requirement.name)
        if found is None:
            problems.append(_unfit(requirement.name, "It is not installed.", f"pip install '{requirement}'"))
        elif not requirement.specifier.contains(Version(found), prereleases=True):
            what = f"It is of version {found}, and {requirement.specifier} is needed."
            problems.append(_unfit(requirement.name, what, f"pip install '{requirement}'"))
    return problems


def folder_facts(folder: Path) -> tuple[str, list[Problem]]:
    """What the file system can do in the folder that a build writes into, which need not be there, and what
    is wrong with it. It is tried with files that are gone afterwards."""
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=folder) as name:
            told = [*_abilities(Path(name))]
    except OSError as error:
        return "not writable", [
            Problem(
                code="unfit-machine",
                position=Position(path=folder.name),
                message=f"Nothing can be written here: {error.strerror or error}.",
                remedy="Mend the folder's permissions, or free space.",
            )
        ]
    finally:
        if new:
            with suppress(OSError):
                folder.rmdir()
    free = shutil.disk_usage(folder.parent).free
    told.append(f"{free / 1e9:.1f} GB free")
    if free >= _LITTLE_ROOM:
        return ", ".join(told), []
    problem = Problem(
        code="unfit-machine",
        position=Position(path=folder.name),
        message=f"There are {free / 1e6:.0f} MB of room where the site is.",
        remedy="Free space: `digest build --clean` forgets caches.",
        severity=Severity.WARNING,
    )
    return ", ".join(told), [problem]


def said_by(command: list[str], folder: Path | None = None) -> str | None:
    """What a program prints, stripped; None where it is not there, fails or takes long."""
    try:
        done = subprocess.run(  # noqa: S603 -- names that stand in this program
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _abilities(folder: Path) -> Iterator[str]:
    (folder / "a").write_text("1", encoding="utf-8")
    yield "writable"
    yield "case matters" if not (folder / "A").exists() else "case does not matter"
    composed = unicodedata.normalize("NFC", "é")
    (folder / composed).write_text("1", encoding="utf-8")
    yield "accents kept" if composed in os.listdir(folder) else "accents changed"  # noqa: PTH208 -- names alone
    for what, link in (("symbolic links", os.symlink), ("hard links", os.link)):
        try:
            link(folder / "a", folder / what)
            yield what
        except OSError:
            yield f"no {what}"


def _requirements(extra: str = "") -> list[Requirement]:
    """What Dayfold asks for on this machine; with `extra`, what that alone brings."""
    try:
        told = [Requirement(line) for line in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:  # run from a folder, and installed nowhere
        return []
    plain = {str(each) for each in told if not each.marker or each.marker.evaluate({"extra": ""})}
    if not extra:
        return [each for each in told if str(each) in plain]
    brought = [each for each in told if each.marker and each.marker.evaluate({"extra": extra})]
    return [each for each in brought if str(each) not in plain]


def _required(extra: str = "") -> dict[str, str | None]:
    return {each.name: _version(each.name) for each in _requirements(extra)}


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _listed(versions: dict[str, str | None]) -> str:
    return ", ".join(f"{name} {version or '(none)'}" for name, version in versions.items())


def _from_a_checkout() -> bool:
    """As PEP 610 has it: pip leaves word of where a distribution came from, and whether it can be edited."""
    try:
        told = metadata.distribution(DISTRIBUTION).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return True
    return bool(told) and bool(json.loads(told or "{}").get("dir_info", {}).get("editable"))


def _plugins() -> str:
    points = [point for group in _PLUGINS for point in metadata.entry_points(group=group)]
    found = {
        f"{point.group.partition('.')[2]}: {point.name} of {point.dist.name} {point.dist.version}"
        for point in points
        if point.dist
    }
    return ", ".join(sorted(found)) or "none"


def _browsers() -> str:
    """Those that the tests of pages would drive. A site needs none."""
    found = (said_by([name, "--version"]) for name in _BROWSERS if shutil.which(name))
    return ", ".join(dict.fromkeys(said.splitlines()[-1].strip() for said in found if said)) or "none"


def _zones() -> str:
    """Where Python finds time zones first: the system's database, else the package."""
    return "the system" if any(Path(folder).is_dir() for folder in TZPATH) else f"tzdata {_version('tzdata')}"


def _said() -> Iterator[str]:
    return (f"{name}={os.environ[name]}" for name in _SAID if name in os.environ)


def _unfit(distribution: str, what: str, command: str) -> Problem:
    return Problem(
        code="unfit-machine",
        position=Position(path=distribution),
        message=what,
        remedy=f"Run `{command}`.",
    )
