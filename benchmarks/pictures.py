"""Take the pictures of the documentation anew: `python -m benchmarks.pictures [NAME…]`.

The tutorial's commands are run in an empty folder, as its test runs them; where its text shows a picture, the
site is opened in the system's Chromium as it is by then. The README's picture is of this checkout's own site.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from benchmarks.contact_sheet import CHROMIUM
from benchmarks.loopback import served
from benchmarks.snippets import ROOT, Shell, digest_command, snippets

TUTORIAL: Final = ROOT / "docs/tutorial.md"
IMAGES: Final = ROOT / "docs/images"
_SHOWN: Final = re.compile(r"\(images/([\w-]+\.webp)\)")
# Chromium writes no WebP of a page, but of a canvas; text in WebP is a third of what it is in PNG.
_TO_WEBP: Final = """async png => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const webp = await canvas.convertToBlob({type: "image/webp", quality: 0.85});
  const bytes = new Uint8Array(await webp.arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a picture shows: `height` px of the page at `address`, from the element `top` on."""

    address: str
    height: int
    top: str = "body"
    width: int = 1060  # px


VIEWS: Final[Mapping[str, View]] = {
    "edition.webp": View(address="", height=900),
    "tutorial-edition.webp": View(address="editions/2026/08/17/", height=760),
    "tutorial-story.webp": View(
        address="stories/2026/08/17/coast-wire-barge-strikes-the-harbour-bridge/", height=360, top="#reported"
    ),
    "tutorial-correction.webp": View(address="editions/2026/08/17/", height=340, top="#news"),
    "tutorial-takedown.webp": View(address="articles/2026/08/17/north-quay-news-ferry/", height=230),
}


def main() -> None:
    """Take all pictures, or those that are named."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pictures", description=__doc__.splitlines()[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(VIEWS))
    wanted = parser.parse_args().names or list(VIEWS)
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("no Chromium here: install the package 'chromium'")
    with sync_playwright() as playwright, digest_command() as programs:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take = partial(_take, browser)
        with tempfile.TemporaryDirectory() as folder:
            follow_tutorial(
                Shell(Path(folder), programs), lambda name, site: name in wanted and take(name, site)
            )
        if "edition.webp" in wanted:
            with tempfile.TemporaryDirectory() as folder:
                take("edition.webp", build_sample(Shell(Path(folder), programs)))
        browser.close()


def follow_tutorial(shell: Shell, show: Callable[[str, Path], object]) -> None:
    """Do what the tutorial says, in order, and `show` each of its pictures with the site as it is by then."""
    text = TUTORIAL.read_text(encoding="utf-8")
    pictures = [(text.count("\n", 0, shown.start()) + 1, shown[1]) for shown in _SHOWN.finditer(text)]
    for snippet in snippets(TUTORIAL):
        while pictures and pictures[0][0] < snippet.line:
            show(pictures.pop(0)[1], shell.folder / "site")
        if snippet.file:
            shell.write(snippet)
        elif snippet.language == "sh" and not snippet.not_run:
            printed = shell.run(snippet.text)
            if printed.status:
                sys.exit(f"{snippet.place}: {printed.text}")


def build_sample(shell: Shell) -> Path:
    """The built site of a copy of this checkout's own."""
    for name in ("content", "site_config"):
        shutil.copytree(ROOT / name, shell.folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", shell.folder / "mkdocs.yml")
    printed = shell.run("digest build", seconds=600)
    if printed.status:
        sys.exit(printed.text)
    return shell.folder / "site"


def _take(browser: Browser, name: str, site: Path) -> None:
    view = VIEWS[name]
    with served(site) as home:
        page = browser.new_page(viewport={"width": view.width, "height": 2000}, color_scheme="light")
        page.goto(home + view.address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        box = page.locator(view.top).first.bounding_box()
        top = box["y"] if box else 0
        clip = {"x": 0, "y": max(top - 8, 0), "width": view.width, "height": view.height}
        png = page.screenshot(clip=clip)  # type: ignore[arg-type]  # the keys are those of FloatRect
        blank = browser.new_page(bypass_csp=True)
        webp = base64.b64decode(blank.evaluate(_TO_WEBP, base64.b64encode(png).decode()))
        (IMAGES / name).write_bytes(webp)
        print(f"{name}: {len(webp) / 1000:.0f} kB")
        blank.close()
        page.close()


if __name__ == "__main__":
    main()
