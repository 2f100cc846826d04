"""The page the product was conceived from gives the four articles that are in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.ingest import IngestOptions, IngestReport, ingest
from generator.library import load_articles
from generator.model.article import Article, DatedBy, Label
from generator.project import Project
from generator.settings import DigestSettings, load_settings, make_settings

pytestmark = pytest.mark.corpus
CAPTURED = datetime(2025, 8, 17, 12, tzinfo=UTC)
# The gold turns two words around; the page's own words are what an article must keep.
_AS_THE_PAGE_HAS_IT = {
    "Russian and Ukrainian forces are fighting along a 600-mile front line.": (
        "Ukrainian and Russian forces are fighting along a 600-mile front line."
    )
}


class Ingested:
    """The page's articles by title, and how to find their sources' names."""

    def __init__(self, root: Path, page: Path) -> None:
        (root / "site_config").mkdir()
        (root / "site_config" / "digest.yml").touch()
        (root / "site_config" / "topics.yml").touch()
        project = Project(root=root, settings=make_settings(DigestSettings()), now=CAPTURED)
        self.report: IngestReport = ingest(project, [page], IngestOptions(captured=CAPTURED))
        articles, problems = load_articles(root, None)
        assert problems == []
        self.articles = {article.title: article for article in articles}
        settings, problems = load_settings(root)
        assert settings is not None, problems
        self.names = {source.id: source.name for source in settings.sources.values()}


@pytest.fixture(scope="module")
def gold(corpora: Path) -> dict[str, Any]:
    return json.loads((corpora / "seed" / "gold.json").read_text())


@pytest.fixture(scope="module")
def page(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    return Ingested(tmp_path_factory.mktemp("seed"), corpora / "seed" / "page.txt")


@pytest.fixture(params=["Los Angeles Times", "New York Post", "Time Magazine"])
def related(
    request: pytest.FixtureRequest, gold: dict[str, Any], page: Ingested
) -> tuple[dict[str, Any], Article]:
    wanted = next(item for item in gold["related"] if item["source"] == request.param)
    return wanted, page.articles[wanted["title"]]


def lead(gold: dict[str, Any], page: Ingested) -> Article:
    return page.articles[gold["lead"]["title"]]


def test_page_gives_its_four_articles_and_no_other(gold: dict[str, Any], page: Ingested) -> None:
    titles = {gold["lead"]["title"], *(item["title"] for item in gold["related"])}
    assert set(page.articles) == titles
    assert len(page.report.added) == 4


def test_lead_is_the_publishers_that_its_appeal_names(gold: dict[str, Any], page: Ingested) -> None:
    article = lead(gold, page)
    assert page.names[article.source] == gold["lead"]["source"]
    assert article.via is not None
    assert page.names[article.via] == gold["aggregator"]


def test_lead_without_a_date_is_dated_by_its_capture(gold: dict[str, Any], page: Ingested) -> None:
    article = lead(gold, page)
    assert article.published is None
    assert article.retrieved == CAPTURED
    assert article.dated_by is DatedBy.CAPTURE


def test_lead_keeps_its_paragraphs_and_nothing_of_the_page(gold: dict[str, Any], page: Ingested) -> None:
    article = lead(gold, page)
    assert len(article.body.split("\n\n")) == gold["lead"]["paragraphs"]
    assert not [text for text in gold["lead"]["must_not_contain"] if text in article.body]


def test_lead_keeps_what_it_points_to_and_whom_it_cites(gold: dict[str, Any], page: Ingested) -> None:
    article = lead(gold, page)
    assert list(article.see_also) == gold["lead"]["read_also"]
    assert [page.names[name] for name in article.cites] == gold["lead"]["reports_on"]


def test_related_article_has_its_source_and_time_to_the_minute(
    related: tuple[dict[str, Any], Article], page: Ingested
) -> None:
    wanted, article = related
    assert page.names[article.source] == wanted["source"]
    assert article.published == datetime.fromisoformat(wanted["published_at_example_capture"])
    assert article.dated_by is DatedBy.AGE


def test_related_article_has_its_prose_and_no_boilerplate(related: tuple[dict[str, Any], Article]) -> None:
    wanted, article = related
    assert all(_AS_THE_PAGE_HAS_IT.get(text, text) in article.body for text in wanted["must_contain"])
    assert not [text for text in wanted["must_not_contain"] if text in article.body]


def test_related_article_has_its_label_and_what_it_points_to(related: tuple[dict[str, Any], Article]) -> None:
    wanted, article = related
    assert article.label is Label(wanted.get("label", "news"))
    assert list(article.see_also) == wanted.get("read_also", [])


def test_wire_copy_is_credited_to_its_wire_and_writers(
    related: tuple[dict[str, Any], Article], page: Ingested
) -> None:
    wanted, article = related
    assert [page.names[name] for name in article.credit] == ([wanted["wire"]] if "wire" in wanted else [])
    assert list(article.authors) == wanted.get("authors", [])
    assert article.dateline == wanted.get("dateline")


def test_prose_behind_a_promotion_that_ran_into_it_stays(page: Ingested, gold: dict[str, Any]) -> None:
    article = page.articles[gold["related"][2]["title"]]
    assert "Putin has none. Despite Putin's braggadocio" in article.body
    assert "keep the lights on. The time has come for Trump" in article.body
