"""Judge a built site by the checkers of HTML, feeds and page speed, and weigh its pages: `make audit`.

It installs the Nu HTML checker (which needs Java), Lighthouse (Node, Chromium) and, where it can be fetched,
the W3C's feed validator under build/audit. One page of each kind is checked, the largest, and every feed of
Atom and RSS; Lighthouse sees an edition, a story and an article as a phone does, on loopback with gzip.
Bytes are those of a first visit without search: the page and all that it loads, text compressed by gzip. With
`--press` (`make audit AUDIT_SITE=press`) it judges a site of real press releases, from the corpus beside the
checkout. The status is 1 when a page or a feed has an error, a page weighs too much, or a score is missed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from benchmarks.contact_sheet import one_of_each_kind
from benchmarks.loopback import COMPRESSED, served
from benchmarks.press_site import make_press_site

TOOLS: Final = Path("build/audit/node_modules")
VALIDATOR: Final = Path("build/audit/feedvalidator/src")
PRESS: Final = Path("build/audit/press")
SEEN_BY_LIGHTHOUSE: Final = ("day", "story", "article")
WANTED: Final = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
HEAVIEST: Final = 250_000  # bytes
# Not ours, on hand-written pages: reported as squidfunk/mkdocs-material#1513.
KNOWN: Final = ("Attribute “autocomplete” is only allowed when the input type is",)


def main() -> int:
    """Check, weigh and measure; print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, default=Path("site"), help="a built site (default: site)")
    parser.add_argument("--press", type=int, metavar="N", help="a site of N press releases, made anew")
    parser.add_argument("--tools", type=Path, default=TOOLS, help=f"node_modules (default: {TOOLS})")
    parser.add_argument("--without", choices=["nu", "lighthouse", "feeds"], action="append", default=[])
    chosen = parser.parse_args()
    site = make_press_site(PRESS, chosen.press) if chosen.press else chosen.site
    pages = one_of_each_kind(site)
    good = weigh(site, pages)
    if "nu" not in chosen.without:
        good &= check_html(site, pages, chosen.tools)
    if "feeds" not in chosen.without:
        good &= check_feeds(site, VALIDATOR)
    if "lighthouse" not in chosen.without:
        good &= measure(site, {kind: pages[kind] for kind in SEEN_BY_LIGHTHOUSE}, chosen.tools)
    return 0 if good else 1


def weigh(site: Path, pages: dict[str, str]) -> bool:
    """Print what a first visit to each page loads; whether each is light enough."""
    print("kind             bytes  stories")
    light = True
    for kind, place in pages.items():
        page = file_of(site, place)
        stories = page.read_text(encoding="utf-8").count("<article ")
        weight = sum(size(path) for path in loaded(site, page))
        print(f"{kind:14}{weight:8,}  {stories or ''}")
        light &= weight <= HEAVIEST
    return light


def file_of(site: Path, place: str) -> Path:
    """The file that answers at an address below the site's."""
    return site / place if place.endswith(".html") else site / place / "index.html"


def loaded(site: Path, page: Path) -> set[Path]:
    """The page and every file of the site that it loads by itself."""
    text = page.read_text(encoding="utf-8")
    tags = re.findall(r"<(?:link|script)\b[^>]*>", text)
    tags = [tag for tag in tags if re.match(r'<script|.* rel="(stylesheet|(module)?preload|icon)"', tag)]
    paths = [match[1] for tag in tags if (match := re.search(r'(?:href|src)="([^"]+)"', tag))]
    start = "/" + page.parent.relative_to(site).as_posix() + "/"
    return {page, *(site / urljoin(start, path).lstrip("/") for path in paths)}


def size(path: Path) -> int:
    """How many bytes of a file travel."""
    data = path.read_bytes()
    return len(gzip.compress(data, 6)) if path.suffix in COMPRESSED else len(data)


def check_html(site: Path, pages: dict[str, str], tools: Path) -> bool:
    """Print each complaint of the Nu checker, with how often and where first; whether none is ours."""
    jar = tools / "vnu-jar/build/dist/vnu.jar"
    files = [str(file_of(site, place)) for place in pages.values()]
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--errors-only", *files],
        stderr=subprocess.PIPE,
        check=False,
    )
    complaints = json.loads(done.stderr)["messages"]
    ours = [complaint for complaint in complaints if not complaint["message"].startswith(KNOWN)]
    told = Counter(complaint["message"] for complaint in complaints)
    first = {complaint["message"]: complaint for complaint in reversed(complaints)}
    print(f"\nNu HTML checker: {len(files)} pages, {len(complaints)} errors, {len(ours)} ours")
    for message, count in told.most_common():
        where = first[message]
        print(f"{count:5}  {message}\n       {where.get('url', '')}: {where.get('extract', '')[:120]!r}")
    return not ours


def check_feeds(site: Path, validator: Path) -> bool:
    """Print what the W3C's validator says of feeds, how often and where first; whether none has an error."""
    if not (validator / "feedvalidator").is_dir():
        print("\nFeeds: not validated, the validator is not installed")
        return True
    sys.path.insert(0, str(validator))
    feedvalidator = importlib.import_module("feedvalidator")
    severe = importlib.import_module("feedvalidator.logging")
    feeds = sorted(path for kind in ("atom", "rss") for path in site.rglob(f"*.{kind}"))
    told: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for path in feeds:
        place = path.relative_to(site).as_posix()
        data = path.read_bytes()
        address = re.search(rb'rel="self"[^>]* href="([^"]+)"', data)
        found = feedvalidator.validateString(data, base=address[1].decode() if address else "")
        for event in found["loggedEvents"]:
            if isinstance(event, severe.Error | severe.Warning):
                key = "error" if isinstance(event, severe.Error) else "warning", type(event).__name__
                told[key] += 1
                first.setdefault(key, f"{place}, line {event.params.get('line')}")
    errors = sum(count for (level, _), count in told.items() if level == "error")
    print(f"\nFeeds: {len(feeds)}, {errors} errors")
    for key, count in told.most_common():
        print(f"{count:5}  {' '.join(key)}: {first[key]}")
    return not errors


def measure(site: Path, pages: dict[str, str], tools: Path) -> bool:
    """Print Lighthouse's scores of some pages and what it finds wanting; whether all are as wanted."""
    print("\nLighthouse      " + "  ".join(WANTED))
    good = True
    with served(site) as home:
        for kind, place in pages.items():
            report = lighthouse(home + place, tools)
            scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in WANTED}
            print(f"{kind:14}" + "  ".join(f"{score:>{len(name)}}" for name, score in scores.items()))
            good &= all(scores[name] >= wanted for name, wanted in WANTED.items())
            for audit in report["audits"].values():
                if audit["score"] is not None and audit["score"] < 0.9:
                    print(f"    {audit['id']}: {audit.get('displayValue', audit['title'])}")
    return good


def lighthouse(address: str, tools: Path) -> dict[str, Any]:
    """Lighthouse's report of a page as a phone sees it."""
    done = subprocess.run(
        [
            *("node", str(tools / "lighthouse/cli/index.js"), address),
            *("--output=json", "--quiet", f"--only-categories={','.join(WANTED)}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env=os.environ | {"CHROME_PATH": shutil.which("chromium") or shutil.which("google-chrome") or ""},
        stdout=subprocess.PIPE,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    sys.exit(main())
