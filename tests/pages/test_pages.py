"""Pages of a small site made by hand: what they say, where they lead, and that they stay as they are."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from pages_sample import DAM, FERRY, Seen, body_of, markdown, sample_site, with_strings

from generator.languages import Catalogue
from generator.model.edition import Changed, Citation, Line, Period
from generator.model.ids import EditionId, digest_of
from generator.model.story import Cited, Role, Taken
from generator.pages import SiteView, render
from generator.pages.paths import relative
from generator.pages.rendering import UnescapedError, environment
from generator.settings import DigestSettings

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pages"
# Made anew with UPDATE_GOLDEN=1, and read like code when they change.
GOLDEN_PAGES = [
    "index.md",
    "editions/2026/W34.md",
    "editions/2026/08/17/left-out.md",
    f"stories/{DAM}.md",
    "articles/2026/08/16/courier-cloudy-water.md",
    "articles/2026/08/17/water-board-notice.md",
    "articles/2026/08/17/unknown-ferry.md",
    "topics/water.md",
    "topics/index.md",
    "sources/wire.md",
    "sources/index.md",
    "archive/2026.md",
    "archive/index.md",
]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every page of the sample, by path."""
    return pages_of(sample_site())


def pages_of(site: SiteView) -> dict[str, str]:
    """Every page of `site`, by path; fails when two files have the same."""
    rendered = list(render(site))
    assert len({page.path for page in rendered}) == len(rendered)
    return {page.path: page.text for page in rendered if page.path.endswith(".md")}


@pytest.mark.parametrize("path", GOLDEN_PAGES)
def test_page_reads_as_its_golden_file(pages: dict[str, str], path: str) -> None:
    golden = GOLDEN / path.replace("/", "_")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(pages[path], encoding="utf-8", newline="")
    assert pages[path] == golden.read_text(encoding="utf-8")


def test_every_link_leads_to_a_page_and_a_place_on_it(pages: dict[str, str]) -> None:
    places = {path: ids_of(path, text) for path, text in pages.items()}
    dangling = []
    for path, text in pages.items():
        for target in links_of(text):
            page, _, anchor = target.partition("#")
            page = posixpath.normpath(posixpath.join(posixpath.dirname(path), page)) if page else path
            if page not in places or (anchor and anchor not in places[page]):
                dangling.append(f"{path}: {target}")
    assert dangling == []


def test_no_page_has_an_id_twice_or_one_made_from_a_position(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        ids = [attributes["id"] for _, attributes in elements_of(text) if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        assert not [id_ for id_ in ids if re.search(r"_\d+$", id_ or "")], path


def test_front_matter_is_yaml_and_bears_the_title(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        front_matter = yaml.safe_load(text.split("---\n")[1])
        assert isinstance(front_matter["title"], str), path
        assert front_matter["dayfold"], path


def test_home_page_says_what_the_newest_edition_says(pages: dict[str, str]) -> None:
    home, edition = pages["index.md"], pages["editions/2026/08/17.md"]
    assert Seen(markdown().convert(body_of(home))).text == Seen(markdown().convert(body_of(edition))).text


def test_every_time_has_an_offset_and_runs_left_to_right(pages: dict[str, str]) -> None:
    times = [known for text in pages.values() for tag, known in elements_of(text) if tag == "time"]
    assert len(times) > 50
    for known in times:
        assert known["dir"] == "ltr"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d[+-]\d\d:\d\d)?", known["datetime"] or "")


def test_times_stand_in_the_sites_zone() -> None:
    site = sample_site()
    digest = site.settings.digest.model_copy(update={"timezone": "Asia/Riyadh"})
    pages = pages_of(replace(site, settings=replace(site.settings, digest=digest)))
    assert (
        '<time datetime="2026-08-17T09:00+03:00" dir="ltr">Monday 17 August 2026, 09:00 +03:00</time>'
        in (pages["articles/2026/08/17/water-board-notice.md"])
    )


def test_foreign_words_say_their_language_and_direction(pages: dict[str, str]) -> None:
    seen = elements_of(pages["index.md"])
    assert ("span", {"lang": "ar", "dir": "rtl"}) in seen
    assert ("span", {"lang": "de"}) in seen


def test_a_running_story_says_since_when_and_what_is_new(pages: dict[str, str]) -> None:
    assert "Running since 16 Aug, day 2. New today:" in pages["index.md"]
    assert "Running since" not in pages["editions/2026/08/16.md"]


def test_a_phone_may_spare_a_reference_only_where_outlet_headline_and_time_stand_above_it(
    pages: dict[str, str],
) -> None:
    stories = pages["index.md"].split("<article class=")[1:]
    quoting_others = [story for story in stories if "\n2. [" in story]
    assert len(quoting_others) == 1
    assert [story for story in stories if "df-story--own" not in story] == quoting_others


def test_an_edition_without_a_story_says_so_and_leads_to_the_reasons() -> None:
    site = sample_site()
    quiet = pages_of(replace(site, editions=[replace(e, entries=(), brief=()) for e in site.editions]))
    page = quiet["editions/2026/08/17.md"]
    assert "No story stands in this edition. [What it left out, and why](17/left-out.md)" in page
    assert "In brief" not in page
    assert "**Used:**" not in page
    assert "That was Monday 17 August 2026. That is all." in page


def test_every_citation_leads_to_the_publisher_at_the_words(pages: dict[str, str]) -> None:
    assert "<sup>[1](https://herald.example/herald-farms#:~:text=Eleven%20hundred" in pages["index.md"]


def test_an_article_without_an_address_is_cited_by_our_page(pages: dict[str, str]) -> None:
    mark = '<sup>[1](articles/2026/08/17/unknown-ferry.md#c-24f188bb3a "Unknown source")</sup>'
    assert mark in pages["index.md"]
    assert '<span id="c-24f188bb3a">' in pages["articles/2026/08/17/unknown-ferry.md"]


def test_only_the_excerpt_is_published_of_an_article(pages: dict[str, str]) -> None:
    everything = "\n".join(pages.values())
    assert "It was the colour of milky tea" in everything
    assert "It had not been there on Friday" not in everything
    assert "It is nothing" not in everything


def test_an_article_whose_source_grants_it_is_published_whole(pages: dict[str, str]) -> None:
    seen = Seen(markdown().convert(body_of(pages["articles/2026/08/17/water-board-notice.md"])))
    assert "It stays in force: - for Lower Oberdale 1. until drained" in seen.text


def test_a_hand_written_page_takes_the_place_of_a_generated_one() -> None:
    pages = pages_of(sample_site({"how-this-is-made.md": "# By hand\n", "imprint.md": "# Imprint\n"}))
    assert pages["how-this-is-made.md"] == "# By hand\n"
    assert pages["imprint.md"] == "# Imprint\n"


def test_the_archive_begins_with_three_months_in_a_row_and_says_of_years_what_is_not_said_of_all() -> None:
    site = sample_site()
    day = next(edition for edition in site.editions if edition.period is Period.DAY)
    days = [date(2025, 8, 31), date(2025, 11, 30), date(2026, 1, 31)]
    site = replace(
        site,
        editions=[
            replace(day, id=EditionId(f"{when:%Y/%m/%d}"), first_day=when, last_day=when) for when in days
        ],
    )
    archive = pages_of(site)["archive/index.md"]
    assert re.findall(r"^## .*?(\w+) \{ #(\w+) \}", archive, re.MULTILINE)[:2] == [
        ("November", "november"),
        ("January", "january"),
    ]
    assert "#august" not in archive.partition("## [2026]")[0]
    assert "3 daily editions since" in archive
    assert "1 daily edition since" in archive
    one = pages_of(sample_site())["archive/index.md"]
    assert one.count("editions since") == 1


def test_what_a_site_has_not_named_is_named_in_its_language() -> None:
    site = sample_site()
    texts = {"Unknown source": ("Quelle unbekannt",), "News": ("Nachrichten",)}
    digest = DigestSettings(language="de")
    entries = [
        replace(e, entries=tuple(replace(x, section="news") for x in e.entries)) for e in site.editions
    ]
    site = replace(
        site,
        settings=replace(site.settings, digest=digest),
        catalogue=Catalogue(language="de", texts="de", messages=texts),
        editions=entries,
    )
    pages = pages_of(site)
    assert "\n## Nachrichten { #news }" in pages["editions/2026/08/17.md"]
    assert "Quelle unbekannt" in pages["sources/index.md"]
    assert "Unknown source" not in "".join(pages.values())


def test_a_site_without_editions_has_a_home_page() -> None:
    site = sample_site()
    pages = pages_of(replace(site, editions=[], articles={}, stories={}, story_of={}, lineage={}))
    assert "No edition yet" in pages["index.md"]
    assert "archive/index.md" in pages


def with_lineage(**changes: object) -> dict[str, str]:
    """The pages, where the copy of the sample is something else."""
    site = sample_site()
    copy = next(id_ for id_ in site.lineage if id_.endswith("courier-cloudy-water"))
    lineage = {**site.lineage, copy: replace(site.lineage[copy], **changes)}
    return pages_of(replace(site, lineage=lineage))


def taken_from(name: str) -> Taken:
    of = next(id_ for id_ in sample_site().articles if id_.endswith(name))
    return Taken(of=of, taken=0.4, held=1.0, lead=1.0, title=0.2, facts=1.0, numbers=1.0)


def test_a_round_up_is_called_one_and_names_whom_it_quotes() -> None:
    sources = (taken_from("wire-cloudy-water"), taken_from("herald-farms"))
    page = with_lineage(role=Role.REWRITE, sources=sources)["articles/2026/08/16/courier-cloudy-water.md"]
    assert re.search(r"\*\*Role:\*\* round-up of [^,\n]+ and [^,\n]+", page)


def test_a_correction_is_told_from_a_copy_of_another() -> None:
    page = with_lineage(is_update=True)["articles/2026/08/16/courier-cloudy-water.md"]
    assert "correction or update of its own report" in page


def test_the_report_that_an_article_cites_is_a_link_away() -> None:
    cited = Cited(article=taken_from("herald-farms").of, shared=("Oberdale",))
    page = with_lineage(cited=(cited,))["articles/2026/08/16/courier-cloudy-water.md"]
    assert re.search(r"\*\*Cited report:\*\* .*\]\([^)]*herald-farms\.md\)", page)


def test_a_story_that_no_edition_carries_has_a_page() -> None:
    pages = pages_of(replace(sample_site(), editions=[]))
    assert "Ferry aground at Port Aldous" in pages[f"stories/{FERRY}.md"]


def test_weeks_alone_make_a_site() -> None:
    site = sample_site()
    weeks = [edition for edition in site.editions if edition.period is Period.WEEK]
    pages = pages_of(replace(site, editions=weeks))
    assert pages["index.md"].startswith('---\ntitle: "Week 34, 17–23 August 2026"')


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](http://evil.example/x.png) [y](javascript:alert(1))",
        '"><b onmouseover=alert(1)>{ .x onclick=alert(1) }',
        "---\ntitle: injected\n---",
        "# one\n\n## two\n\n- three\n\n    four",
        "{{ 7 * 7 }} {% raw %} &lt;b&gt; `code` **bold** __x__ | a | b |",
        "\u202eevil \x02klzzwxh:0\x03",
        "a" * 3000,
    ],
)
def test_a_strangers_text_adds_no_element_to_any_page(text: str) -> None:
    plain, hostile = (
        pages_of(with_strings(sample_site(), "word")),
        pages_of(with_strings(sample_site(), text)),
    )
    assert plain.keys() == hostile.keys()
    for path in plain:
        ours = [(tag, sorted(known)) for tag, known in elements_of(plain[path])]
        theirs = [(tag, sorted(known)) for tag, known in elements_of(hostile[path])]
        assert theirs == ours, path
        front_matter = yaml.safe_load(hostile[path].split("\n---\n")[0])
        assert front_matter.keys() == yaml.safe_load(plain[path].split("\n---\n")[0]).keys(), path


def test_a_strangers_paragraphs_are_paragraphs_and_lines_and_nothing_else() -> None:
    site, path = sample_site(), "articles/2026/08/17/water-board-notice.md"
    body = (
        "# one\n\n- two\n1. three\n\n    four\n\n---\n\n| a | b |\n|---|---|\n\n> five\n===\n\n[x]: y\n<div>"
    )
    articles = {id_: replace(a, body=body) for id_, a in site.articles.items()}
    page = pages_of(replace(site, articles=articles, excerpts={}, editions=[]))[path]
    between = page[page.index("**[Aske Water Board]") : page.index("[Read it at the source")]
    seen = Seen(markdown().convert(between))
    assert set(seen.tags) == {"p", "strong", "a", "time", "em", "br"}
    assert seen.text.endswith("# one - two 1. three four --- | a | b | |---|---| > five === [x]: y <div>")


def test_a_template_cannot_print_a_bare_string() -> None:
    strict: Environment = environment()
    with pytest.raises(UnescapedError, match="without a filter"):
        strict.from_string("{{ title }}").render(title="<b>")
    assert strict.from_string("{{ title | text }}").render(title="<b>") == "&lt;b>"


@given(
    target=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4),
    here=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4),
)
def test_a_relative_link_leads_back_to_its_target(target: list[str], here: list[str]) -> None:
    page, start = f"{'/'.join(target)}.md", f"{'/'.join(here)}.md"
    link = relative(f"{page}#x", start)
    path = link.partition("#")[0]
    found = posixpath.normpath(posixpath.join(posixpath.dirname(start), path)) if path else start
    assert found == page


def elements_of(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements that a page's Markdown makes."""
    return Seen(markdown().convert(body_of(text) if text.startswith("---\n") else text)).elements


def ids_of(path: str, text: str) -> set[str]:
    """The anchors of a page."""
    return {attributes["id"] or path for _, attributes in elements_of(text) if "id" in attributes}


def links_of(text: str) -> list[str]:
    """The links of a page to other pages of the site."""
    known = chain.from_iterable(
        [attributes["href"] or ""] for _, attributes in elements_of(text) if "href" in attributes
    )
    return [target for target in known if "://" not in target]


def test_a_reference_leads_to_the_passage_on_our_page(pages: dict[str, str]) -> None:
    led = re.findall(r"^\d+\. \[[^\n]*?\]\((articles/[^)#]+)#(c-\w+)\)", pages["index.md"], re.MULTILINE)
    assert len(led) >= 3
    for page, anchor in led:
        assert anchor in ids_of(page, pages[page])


def test_a_passage_that_our_page_does_not_print_is_led_to_by_the_page() -> None:
    site = sample_site()
    article = next(a for a in site.articles.values() if "It was the colour of milky tea" in a.body)
    bare = pages_of(replace(site, excerpts={**site.excerpts, article.id: ()}))
    assert f"articles/{article.id}.md)" in bare[f"stories/{DAM}.md"]
    assert f"articles/{article.id}.md#" not in bare[f"stories/{DAM}.md"]


def test_a_phrase_within_a_quotation_has_a_place_of_its_own() -> None:
    site = sample_site()
    article = next(a for a in site.articles.values() if "It was the colour of milky tea" in a.body)
    excerpt = site.excerpts[article.id][0]
    start = article.body.index("milky")
    phrase = Citation(article=article.id, start=start, end=start + 5, hash=digest_of("milky"))
    edition = next(e for e in site.editions if e.period is Period.DAY and e.entries)
    entry = edition.entries[0]
    line = Line(text="milky", citations=(phrase,))
    changed = replace(edition, entries=(replace(entry, changed=Changed(names=(line,))), *edition.entries[1:]))
    site = replace(site, editions=[changed, *(e for e in site.editions if e.id != edition.id)])
    text = pages_of(site)[f"articles/{article.id}.md"]
    assert f'<span id="c-{digest_of("milky")[:10]}">milky</span>' in text
    assert f'<span id="c-{excerpt.hash[:10]}">' in text
