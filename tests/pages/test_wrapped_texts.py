"""Nothing that readers see is said in English alone: where every text of a language is ⟦wrapped⟧, all is.

A site with one of everything is built with the theme; a stranger's words and names are all Θ. What is left
outside the wrapping may be Θ, days, numbers and names of CLDR, which have their own tests.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from lxml import html
from pages_sample import BOTE, COURIER, DAILY, DAM, ROOT, TITLES, WATER_BOARD, published_site, with_strings

from generator.languages import Catalogue, messages_of
from generator.model.edition import Changed, Compared, Correction, Edition, Entry, FigureKind, Line, State
from generator.model.ids import ArticleId, Permalink, StoryId
from generator.model.source import Rights
from generator.model.story import Lineage, Role, Taken
from generator.pages import SiteView, render
from generator.pages.recorded import recorded
from generator.pages.words import Words
from generator.site import write_language
from generator.site.builders import Builder, run_builder

STRANGER: Final = "Θ"
WRAPPED: Final = re.compile("⟦[^⟦⟧]*⟧")
SEEN: Final = ("aria-label", "title", "placeholder", "alt", "content")
NOT_SEEN: Final = frozenset({"viewport", "color-scheme", "referrer", "robots"})
# Settings of the sample, formats' names, zones, addresses, and what CLDR says in English.
NAMES: Final = re.compile(
    r"Environment & science|On the coast|The Coast|Atom|RSS|JSON Feed|OPML|JavaScript|UTC"
    r"|[\w-]+\.example|English|German|Arabic|Norway|https?://\S+|/\S+"
    r"|(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sat|Sun|Wed|Thu)(?:day)?|(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Aug|\band\b"
)


def wrapping(text: str) -> str:
    return f"⟦{text}⟧"


@pytest.fixture(scope="module")
def wrapped() -> Catalogue:
    """A language that is English in brackets."""
    return Catalogue(messages={text: (wrapping(text), wrapping(_plural(text))) for text in messages_of()})


def _plural(text: str) -> str:
    return text.replace("%(num)s", "%(num)s ×")


def everything() -> SiteView:
    """The sample, with all that can be said of a story, an article and a source said of one."""
    site = with_strings(published_site(), STRANGER)
    ids = {id_.rpartition("/")[2]: id_ for id_ in site.articles}
    excerpt = {id_: Line(text=STRANGER, citations=site.excerpts[id_]) for id_ in site.excerpts}
    one, other = excerpt[ids["herald-farms"]], excerpt[ids["water-board-notice"]]
    figures = (
        Compared(kind=FigureKind.DEAD, now=(one, other)),
        Compared(kind=FigureKind.JOBS, now=(one,), before=(other,)),
    )
    corrections = (
        Correction(on=date(2026, 8, 18), text=STRANGER, before=STRANGER, after=STRANGER),
        *(
            Correction(on=date(2026, 8, 18), article=ids["herald-farms"], of="0", before="Θ", **known)  # type: ignore[arg-type] # fields by name
            for known in ({"after": STRANGER}, {}, {"withdrawn": True})
        ),
    )

    def told(entry: Entry, edition: Edition) -> Entry:
        if entry.story != DAM or edition.id != "2026/08/17":
            return entry
        own = (
            replace(one, by="editor", reviewed=STRANGER, citations=()),
            replace(one, by="brief", citations=()),
        )
        return replace(
            entry,
            lines=(*entry.lines, *own),
            state=State.GROWING,
            changed=Changed(numbers=(one,), names=(other,), sources=(COURIER, WATER_BOARD)),
            figures=figures,
            corrections=corrections,
            edited_headline=True,
            note=STRANGER,
        )

    editions = [
        replace(
            edition, entries=tuple(told(entry, edition) for entry in edition.entries), silent_sources=(BOTE,)
        )
        for edition in site.editions
    ]
    taken = Taken(of=ids["herald-farms"], taken=0.4, held=1.0, lead=1.0, title=0.2, facts=1.0, numbers=1.0)
    lineage = {
        **site.lineage,
        ids["unknown-ferry"]: Lineage(article=ids["unknown-ferry"], role=Role.COPY),
        ids["bote-faehre"]: Lineage(article=ids["bote-faehre"], role=Role.REWRITE, credit=DAILY),
        ids["marsa-maktab"]: Lineage(
            article=ids["marsa-maktab"],
            role=Role.REWRITE,
            sources=(taken, replace(taken, of=ids["bote-faehre"])),
        ),
    }
    sources = dict(site.settings.sources)
    sources[BOTE] = replace(
        sources[BOTE], rights=Rights(link_only=True, images=True, valid_from=date(2026, 1, 1))
    )
    gone = ArticleId("2026/08/15/herald-gone")
    return replace(
        site,
        settings=replace(site.settings, sources=sources),
        editions=editions,
        lineage=lineage,
        figures={DAM: figures},
        moved={StoryId("2026/08/16/wire-moved"): TITLES},
        taken_down={gone: date(2026, 8, 16), ArticleId("2026/08/15/herald-lost"): None},
        removed={Permalink("/topics/old/"): date(2026, 8, 16)},
        redirects={Permalink("/sources/old/"): Permalink("/sources/wire/")},
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, wrapped: Catalogue) -> Path:
    """The site of everything in that language."""
    root = tmp_path_factory.mktemp("wrapped")
    named = f"INHERIT: site_config/mkdocs.base.yml\nsite_name: {STRANGER}\nsite_description: {STRANGER}\n"
    (root / "mkdocs.yml").write_text(f"{named}site_url: https://coast.example/\n", encoding="utf-8")
    shutil.copytree(ROOT / "site_config", root / "site_config")
    write_language(root, wrapped)
    for page in render(replace(everything(), catalogue=wrapped)):
        path = root / "build" / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    assert run_builder(root, root / "site", Builder.MKDOCS, epoch=0) == []
    return root / "site"


def outside(text: str) -> str:
    """What of `text` is neither wrapped, nor a name, nor a stranger's."""
    while WRAPPED.search(text):
        text = WRAPPED.sub(" ", text)
    return " ".join(re.findall(r"[^\W\d_]+", NAMES.sub(" ", text).replace(STRANGER, " ")))


def seen(page: Path) -> Iterator[str]:
    """The page's text in order, as one, and each attribute that readers meet."""
    tree = html.document_fromstring(page.read_bytes())
    for element in tree.iter(
        "meta", "link", "input", "svg", "a", "nav", "form", "label", "button", "section"
    ):
        if element.get("name") in NOT_SEEN or element.get("http-equiv"):
            continue
        if element.tag == "meta" and not str(element.get("name") or element.get("property")).endswith(
            ("description", "title")
        ):
            continue
        yield from (element.get(name, "") for name in SEEN)
    for unseen in tree.xpath("//script | //style"):
        unseen.drop_tree()
    yield tree.text_content()


def test_no_page_says_anything_in_english_alone(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    assert len(pages) > 40
    found = {
        page.relative_to(built).as_posix(): left
        for page in pages
        if (left := sorted({told for text in seen(page) if (told := outside(text))}))
    }
    assert found == {}


def test_no_feed_says_anything_in_english_alone(built: Path) -> None:
    for name in ("feed.json", "corrections/feed.json"):
        feed = json.loads((built / name).read_bytes())
        assert feed["items"], name
        for item in feed["items"]:
            told = [
                item["title"],
                item.get("summary", ""),
                html.fromstring(item["content_html"]).text_content(),
            ]
            assert [left for text in told if (left := outside(text))] == [], name


def test_what_records_say_in_english_is_said_anew(wrapped: Catalogue) -> None:
    words = Words(wrapped)
    for sentence, said in (
        ("An editor left it out.", "⟦An editor left it out.⟧"),
        (
            "Its story came 9th of 12 in On the coast, which carries 8.",
            "⟦Its story came 9 of 12 in On the coast, which carries 8.⟧",
        ),
        ("both name Ada, Bo and Cy", "⟦both name Ada, Bo and Cy⟧"),
        ("Somebody wrote this.", "Somebody wrote this."),
    ):
        assert recorded(words, sentence) == said
    german = Words(
        Catalogue(language="de", texts="de", messages={"both name %(names)s": ("beide nennen %(names)s",)})
    )
    assert recorded(german, "both name Ada, Bo and Cy") == "beide nennen Ada, Bo und Cy"
