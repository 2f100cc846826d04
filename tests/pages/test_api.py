"""The data under /api/: held by its schema, the same as the pages, within the rights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest
from pages_sample import DAM, FERRY, HERALD, OFFICE, UNKNOWN, published_site, sample_site, with_strings

from generator.checks import Counter, Said, Titles
from generator.checks.quotations import quotations
from generator.model.edition import Changed, Compared, Correction, Entry, FigureKind, Line, State
from generator.model.fetched import FeedState
from generator.model.ids import ArticleId, SourceId, StoryId
from generator.model.source import Feed, Rights
from generator.model.story import Related
from generator.pages import SiteView, render
from generator.settings import DigestSettings

SITE = "https://coast.example/"
DAM_LEAD = ArticleId("2026/08/16/herald-cloudy-water")


def files_of(site: SiteView) -> dict[str, str]:
    return {page.path: page.text for page in render(site) if not page.path.endswith(".md")}


def data_of(site: SiteView) -> dict[str, Any]:
    files = files_of(site)
    return {path: json.loads(text) for path, text in files.items() if path.startswith("api/")}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return data_of(published_site())


def strict(node: Any) -> Any:
    """A schema that takes no key which it does not name: every key is documented."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: strict(value) for key, value in node.items()}
    return {**found, "additionalProperties": False} if "properties" in node else found


def held(data: dict[str, Any]) -> None:
    schema = strict(data["api/schema-1.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path, told in data.items():
        if path != "api/schema-1.json":
            kinds = [error.message for error in validator.iter_errors(told)]
            assert kinds == [], path


def with_everything(site: SiteView) -> SiteView:
    """One entry with every key that an entry may have."""
    [cited] = site.excerpts[DAM_LEAD]
    line = Line(text=site.articles[DAM_LEAD].body[cited.start : cited.end], citations=(cited,))

    def told(entry: Entry) -> Entry:
        if entry.story != DAM:
            return entry
        return replace(
            entry,
            lines=(line, replace(line, text="It is cloudy.", by="editor", reviewed="Seen there.")),
            state=State.GROWING,
            edited_headline=True,
            note="We were there.",
            changed=Changed(
                numbers=(line,), names=(line,), places=(line,), sources=(site.articles[DAM_LEAD].source,)
            ),
            figures=(Compared(kind=FigureKind.DEAD, of="sheep", now=(line, line), before=(line,)),),
            corrections=(
                Correction(on=date(2026, 8, 18), text="It was Saltby."),
                Correction(on=date(2026, 8, 19), article=DAM_LEAD, before="tea", after="milk"),
            ),
        )

    editions = [replace(e, entries=tuple(map(told, e.entries))) for e in site.editions]
    return replace(
        site,
        editions=editions,
        moved={StoryId("2026/08/15/herald-x"): DAM},
        taken_down={
            ArticleId("2026/08/14/herald-y"): date(2026, 8, 15),
            ArticleId("2026/08/14/herald-z"): None,
        },
    )


def test_everything_holds_by_the_published_schema(data: dict[str, Any]) -> None:
    held(data)
    held(data_of(with_everything(published_site())))


def test_the_schema_is_missed_by_what_is_wrong(data: dict[str, Any]) -> None:
    path = "api/editions/2026/08/17.json"
    wrong = {**data, path: {**data[path], "first_day": 3}}
    with pytest.raises(AssertionError):
        held(wrong)


def test_every_edition_and_story_has_its_file(data: dict[str, Any]) -> None:
    site = published_site()
    assert set(data) == {
        "api/heartbeat.json",
        "api/index.json",
        "api/schema-1.json",
        *(f"api/editions/{edition.id}.json" for edition in site.editions),
        *(f"api/stories/{story}.json" for story in site.stories),
    }
    listed = data["api/index.json"]["editions"]
    assert [one["id"] for one in listed] == ["2026/08/17", "2026/08/16", "2026/W34", "2026/W33", "2026/08"]
    assert {one["data"].removeprefix(SITE) for one in listed} <= set(data)


def test_the_heartbeat_says_when_feeds_were_asked_and_had(data: dict[str, Any]) -> None:
    asked, had = datetime(2026, 8, 18, 6, tzinfo=UTC), datetime(2026, 8, 17, 18, tzinfo=UTC)
    state = FeedState(checked=asked, succeeded=had, failures=2, fault="tls")
    feed, site = "https://herald.example/rss", published_site()
    herald = replace(site.settings.sources[HERALD], feeds=(Feed(url=feed),))
    settings = replace(site.settings, sources={**site.settings.sources, HERALD: herald})
    told = data_of(replace(site, settings=settings, fetched={feed: state}))
    held(told)
    assert told["api/heartbeat.json"] == {
        **data["api/heartbeat.json"],
        "asked": "2026-08-18T06:00:00+00:00",
        "had": "2026-08-17T18:00:00+00:00",
        "feeds": 1,
        "troubled": 1,
    }
    assert data["api/heartbeat.json"]["edition"] == "2026/08/17"


def test_an_edition_says_what_its_record_says(data: dict[str, Any]) -> None:
    told = data["api/editions/2026/08/17.json"]
    assert (told["title"], told["revision"], told["left_out"]) == ("Monday 17 August 2026", 2, 1)
    assert [story["story"] for story in told["stories"]][:2] == [FERRY, OFFICE]
    office = told["stories"][1]
    assert office["headline"]["language"] == "ar"
    assert office["url"] == f"{SITE}editions/2026/08/17/#s-{OFFICE.replace('/', '-')}"
    [line] = office["lines"]
    [citation] = line["citations"]
    assert citation["article"] == "2026/08/17/marsa-maktab"
    assert citation["url"].startswith("https://marsa.example/marsa-maktab#:~:text=")


def test_a_story_has_its_reports_and_what_each_day_told(data: dict[str, Any]) -> None:
    told = data[f"api/stories/{DAM}.json"]
    assert [one["edition"] for one in told["tellings"]] == ["2026/08/17", "2026/08/16"]
    assert [one["role"] for one in told["reports"]] == ["original", "rewrite", "copy", "original", "original"]
    assert told["reports"][2]["of"] == "2026/08/16/wire-cloudy-water"
    assert told["related"] == [{"story": FERRY, "reason": "both name Port Aldous"}]


def test_phrases_are_given_where_they_belong() -> None:
    [told] = data_of(with_everything(published_site()))["api/editions/2026/08/16.json"]["stories"]
    assert told["headline_by"] == "editor"
    assert [len(told["new"][key]) for key in ("numbers", "names", "places", "sources")] == [1, 1, 1, 1]
    [figure] = told["figures"]
    assert (figure["kind"], figure["of"], len(figure["before"]), len(figure["now"])) == (
        "dead",
        "sheep",
        1,
        2,
    )
    assert told["lines"][1]["by"] == "editor"
    assert [one.get("before") for one in told["corrections"]] == [None, "tea"]


def test_what_moved_or_is_gone_still_answers() -> None:
    found = data_of(with_everything(published_site()))
    moved = found["api/stories/2026/08/15/herald-x.json"]
    assert (moved["kind"], moved["moved_to"], moved["data"]) == (
        "moved",
        DAM,
        f"{SITE}api/stories/{DAM}.json",
    )
    assert found["api/stories/2026/08/14/herald-y.json"]["taken_down"] == "2026-08-15"
    assert "taken_down" not in found["api/stories/2026/08/14/herald-z.json"]


def test_a_related_story_that_went_is_not_named() -> None:
    site = published_site()
    gone = Related(story=StoryId("2026/08/01/herald-gone"), reason="both name it")
    story = replace(site.stories[DAM], related=(gone,))
    site = replace(site, stories={**site.stories, DAM: story})
    assert data_of(site)[f"api/stories/{DAM}.json"]["related"] == []


def test_without_an_address_links_are_from_the_root() -> None:
    found = data_of(sample_site())
    held(found)
    assert found["api/editions/2026/08/17.json"]["url"] == "/editions/2026/08/17/"


def test_a_site_may_have_none() -> None:
    site = published_site()
    digest: DigestSettings = site.settings.digest.model_copy(update={"api": False})
    assert data_of(replace(site, settings=replace(site.settings, digest=digest))) == {}


def over(site: SiteView, files: Mapping[str, str], source: SourceId) -> list[str]:
    """The articles of `source` of which `files` have more than 60 characters."""
    limited = replace(site.settings.sources[source], rights=Rights(excerpt_chars=60))
    counter = Counter(
        Said(
            articles=site.articles,
            sources={**site.settings.sources, source: limited},
            meant=quotations(site.editions, site.excerpts, site.articles),
            titles=Titles(article.title for article in site.articles.values()),
        )
    )
    for path, text in files.items():
        counter.read(path, text.encode())
    return [problem.position.path for problem in counter.over()]


def test_feeds_and_data_have_no_more_of_an_article_than_its_source_allows() -> None:
    site = published_site()
    files = files_of(site)
    assert over(site, files, HERALD) == []
    assert over(site, files, UNKNOWN) == [f"content/articles/{FERRY}.md"], "its quotation has 85"


@pytest.mark.parametrize(
    "path", ["feed.atom", "feed.rss", "feed.json", "sources.opml", "sitemaps/news.xml", "api/index.json"]
)
def test_more_of_an_article_than_its_source_allows_is_found(path: str) -> None:
    site = published_site()
    body = " ".join(site.articles[DAM_LEAD].body.split())
    text = files_of(site)[path]
    leaking = text.replace("The Coast", f"The Coast {body}", 1)
    assert leaking != text
    assert over(site, {path: leaking}, HERALD) == [f"content/articles/{DAM_LEAD}.md"]


@pytest.mark.parametrize("text", ['</script>"\\\u2028', "a\x00\x1b\ufffeb"])
def test_a_strangers_text_changes_no_key(text: str) -> None:
    def keys(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: keys(value) for key, value in node.items()}
        return [keys(item) for item in node] if isinstance(node, list) else type(node)

    plain, hostile = (data_of(with_strings(published_site(), words)) for words in ("word", text))
    assert keys(plain) == keys(hostile)
    held(hostile)
