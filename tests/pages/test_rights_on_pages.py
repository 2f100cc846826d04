"""What a source allows and asks for stands where its words do, and no page loads a picture of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pages_sample import HERALD, sample_site

from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.image import Image
from generator.model.source import Rights
from generator.pages import SiteView, render

CLOUDY = ArticleId("2026/08/16/herald-cloudy-water")
PICTURE = "https://pictures.example/dam.jpg"


def site_with(rights: Rights) -> SiteView:
    site = sample_site()
    herald = replace(site.settings.sources[HERALD], rights=rights)
    sources = {**site.settings.sources, HERALD: herald}
    picture = Image(url=PICTURE, caption="The dam at *Oberdale*", credit="A. Writer")
    article: Article = replace(site.articles[CLOUDY], images=(picture,))
    articles = {**site.articles, CLOUDY: article}
    return replace(site, articles=articles, settings=replace(site.settings, sources=sources))


def pages_with(rights: Rights) -> dict[str, str]:
    return {page.path: page.text for page in render(site_with(rights))}


def test_one_page_says_what_each_source_allows() -> None:
    rights = Rights(
        excerpt_chars=120,
        licence="CC BY 4.0",
        terms="https://herald.example/terms",
        attribution_text="© Herald",
        valid_until=date(2026, 12, 31),
    )
    pages = pages_with(rights)
    said = (
        "- **[Aske Valley Herald](sources/herald.md)**  \n"
        "  headline, link and up to 120 characters of an article; no pictures; until 31 December 2026; "
        "CC BY 4.0; credited as © Herald; [its terms](https://herald.example/terms){ rel=external }\n"
    )
    assert said in pages["rights.md"]
    assert "until 31 December 2026" in pages["sources/herald.md"]
    assert "../rights.md" in pages["sources/herald.md"]


def test_how_a_source_asks_to_be_credited_stands_beside_its_words() -> None:
    pages = pages_with(Rights(attribution_text="© Herald"))
    assert "<small>© Herald</small>" in pages[f"articles/{CLOUDY}.md"]
    quoting = [text for path, text in pages.items() if path.startswith(("editions/", "stories/"))]
    assert any("© Herald" in text for text in quoting)


def test_a_picture_is_led_to_where_its_source_allows_it_and_shown_nowhere() -> None:
    assert not any(PICTURE in text for text in pages_with(Rights()).values())
    assert not any(PICTURE in text for text in pages_with(Rights(images=True, link_only=True)).values())
    pages = pages_with(Rights(images=True))
    assert [path for path, text in pages.items() if PICTURE in text] == [f"articles/{CLOUDY}.md"]
    assert r"[The dam at \*Oberdale\*](" in pages[f"articles/{CLOUDY}.md"]
    assert not any("![" in text or "<img" in text for text in pages.values())
