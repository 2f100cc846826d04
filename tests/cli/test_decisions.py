"""What people decide, from the command to the page: takedowns, merges and splits."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Result

NAMED = "Solvind"
ARTICLES = [
    {
        "title": "Ferry Solvind strikes the harbour wall at Port Aldous",
        "url": "https://gazette.example/ferry",
        "text": "The ferry Solvind struck the inner wall at 21:14. Eleven people were hurt.\n\nIt was calm.",
        "published": "2026-08-10T09:00:00+02:00",
        "source": "Harbour Gazette",
        "id": "g-1",
    },
    {
        "title": "Second furnace at Merrow Steel goes out in March",
        "url": "https://courier.example/steel",
        "text": "Merrow Steel will shut its second furnace in March. The works council was told on Monday.",
        "published": "2026-08-10T07:30:00Z",
        "source": "Courier",
        "id": "c-1",
    },
    {
        "title": "Choir of Ulswick sings for its hall",
        "url": "https://courier.example/choir",
        "text": "The choir of Ulswick sang for a new roof on Tuesday. Two hundred came to hear it.",
        "published": "2026-08-11T07:30:00Z",
        "source": "Courier",
        "id": "c-2",
    },
]
FERRY = "2026/08/10/harbour-gazette-ferry-solvind-strikes-the-harbour-wall-at-port-aldous"
STEEL = "2026/08/10/courier-second-furnace-at-merrow-steel-goes-out-in-march"
CHOIR = "2026/08/11/courier-choir-of-ulswick-sings-for-its-hall"
NOW = "2026-08-20T00:00:00Z"
FEED = re.compile(r"build/docs/(?:stories|sources)/.+/feed\.\w+")  # goes with what it had


@pytest.fixture
def site(tmp_path: Path, digest: Callable[..., Result]) -> Path:
    """A site that was built when its editions were over: all are closed."""
    folder = tmp_path / "site"
    assert digest("new", folder, "--now", NOW).status == 0
    drop = folder / "content" / "inbox" / "drop.jsonl"
    drop.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    assert digest("ingest", "--site", folder).status == 0
    build(digest, folder)
    return folder


def build(digest: Callable[..., Result], site: Path, *more: str) -> Result:
    result = digest("build", "--site", site, "--no-site", "--now", NOW, *more)
    assert result.status == 0, result.err
    return result


def edit(digest: Callable[..., Result], site: Path, *words: str) -> None:
    result = digest("edit", "--site", site, "--now", NOW, "--by", "A. Editor", *words)
    assert result.status == 0, result.err


def published(site: Path) -> dict[str, str]:
    """Every page and record of the site."""
    folders = (site / "build" / "docs", site / "content" / "editions")
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def record(site: Path, edition: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / f"content/editions/{edition}.json").read_text())
    return found


@pytest.mark.parametrize(
    "target",
    [
        FERRY,
        f"/articles/{FERRY}/",
        "harbour-gazette",
        "https://gazette.example/ferry",
        "https://gazette.example/*",
        "id:g-1",
    ],
)
def test_what_is_taken_down_is_on_no_page_and_in_no_record(
    site: Path, digest: Callable[..., Result], target: str
) -> None:
    before = published(site)
    assert any(NAMED in text for text in before.values())
    edit(digest, site, "takedown", target, "--why", "The publisher asked for it.")
    build(digest, site)
    after = published(site)
    assert [path for path, text in after.items() if NAMED in text] == []
    gone = {path for path in before.keys() - after.keys() if not FEED.fullmatch(path)}
    assert gone == set()  # every permalink answers
    for kind in ("articles", "stories"):
        assert "taken down on Thursday 20 August 2026" in after[f"build/docs/{kind}/{FERRY}.md"]
    assert after[f"build/docs/articles/{STEEL}.md"] == before[f"build/docs/articles/{STEEL}.md"]
    day = record(site, "2026/08/10")
    assert (day["revision"], day["taken_down"]) == (2, [FERRY])
    assert record(site, "2026/08/11")["revision"] == 1
    assert digest("check", "--site", site, "--now", NOW).status == 0


@pytest.mark.parametrize(
    "target",
    [
        f"https://news.example/digest/articles/{FERRY}/",
        f"http://NEWS.example:80/digest/stories/{FERRY}?from=feed#top",
        f"https://news.example/digest/articles/{FERRY}/index.html",
        f"/articles/{FERRY}#c-0123456789",
    ],
)
def test_a_target_may_be_pasted_from_the_address_bar(
    site: Path, digest: Callable[..., Result], target: str
) -> None:
    _set_address(site, "https://news.example/digest/")
    edit(digest, site, "takedown", target, "--why", "The publisher asked for it.")
    assert f'target: "{FERRY}"' in (site / "content/editorial/takedown.yml").read_text()


@pytest.mark.parametrize(
    "target",
    [
        f"https://news.example/articles/{FERRY}/",
        f"https://news.example.org/digest/articles/{FERRY}/",
        f"https://news.example:8443/digest/articles/{FERRY}/",
        f"https://news.example:port/digest/articles/{FERRY}/",
    ],
)
def test_an_address_of_another_site_stays_one(site: Path, digest: Callable[..., Result], target: str) -> None:
    _set_address(site, "https://news.example/digest/")
    edit(digest, site, "takedown", target, "--why", "The publisher asked for it.")
    assert target in (site / "content/editorial/takedown.yml").read_text()


def _set_address(site: Path, address: str) -> None:
    path = site / "mkdocs.yml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("site_url:")]
    path.write_text("\n".join([*lines, f"site_url: {address}  # ours", ""]), encoding="utf-8")


def test_check_proves_that_nothing_taken_down_is_published(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "takedown", FERRY, "--why", "The publisher asked for it.")
    early = digest("check", "--takedowns", "--site", site, "--now", NOW)
    assert early.status == 1  # it has not been built since
    assert "content/editions/2026/08/10.json: error[taken-down-leak]" in early.err
    assert f"build/docs/articles/{FERRY}.md: error[taken-down-leak]" in early.err
    build(digest, site)
    done = digest("check", "--takedowns", "--site", site, "--now", NOW)
    assert done.status == 0
    assert "Nothing of what is taken down is published." in done.out
    (site / "site").mkdir(exist_ok=True)
    words = "The ferry Solvind struck the inner wall at 21:14."
    (site / "site" / "old.pf_fragment").write_bytes(gzip.compress(f'{{"content":"{words}"}}'.encode()))
    assert digest("check", "--takedowns", "--site", site, "--now", NOW).status == 1


def test_a_takedown_settles_and_outlives_the_file(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "takedown", "https://gazette.example/*", "--why", "The publisher asked for it.")
    assert "still in content/articles" in build(digest, site).err
    settled = published(site)
    (site / f"content/articles/{FERRY}.md").unlink()
    assert "still in content/articles" not in build(digest, site, "--locked").err
    again = published(site)
    tombstone = f"build/docs/articles/{FERRY}.md"
    assert again.keys() == settled.keys()
    assert "was taken down" in again[tombstone]
    assert digest("ingest", "--site", site).status == 0
    assert not (site / f"content/articles/{FERRY}.md").exists()


def test_a_takedown_holds_in_a_build_for_a_time_before_it(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "takedown", FERRY, "--why", "The publisher asked for it.")
    result = digest("build", "--site", site, "--no-site", "--now", "2026-08-12T00:00:00Z")
    assert result.status == 0
    assert [path for path, text in published(site).items() if NAMED in text] == []


def test_what_a_provider_cancels_is_taken_down(site: Path, digest: Callable[..., Result]) -> None:
    item = {
        "uri": "g-1",
        "type": "text",
        "pubstatus": "canceled",
        "headline": "Ferry Solvind strikes the harbour wall at Port Aldous",
        "versioncreated": "2026-08-12T09:00:00Z",
        "source": "Harbour Gazette",
    }
    cancel = site / "content" / "inbox" / "cancel.jsonl"
    cancel.write_text(json.dumps(item) + "\n", encoding="utf-8")
    result = digest("ingest", cancel, "--site", site, "--now", NOW)
    assert result.status == 0
    assert "id:g-1 is canceled by its provider" in result.err
    written = (site / "content/editorial/takedown.yml").read_text()
    assert NAMED not in written
    assert digest("ingest", cancel, "--site", site, "--now", NOW).status == 0
    assert (site / "content/editorial/takedown.yml").read_text() == written
    build(digest, site)
    assert [path for path, text in published(site).items() if NAMED in text] == []
    (site / f"content/articles/{FERRY}.md").unlink()
    result = digest("ingest", "--site", site)
    assert "g-1 is taken down, and was not taken in." in result.err
    assert not (site / f"content/articles/{FERRY}.md").exists()


def test_a_dry_run_takes_nothing_down(site: Path, digest: Callable[..., Result]) -> None:
    item = {"uri": "g-1", "type": "text", "pubstatus": "canceled", "headline": "Ferry", "versioncreated": NOW}
    cancel = site / "content" / "inbox" / "cancel.jsonl"
    cancel.write_text(json.dumps(item) + "\n", encoding="utf-8")
    assert digest("ingest", cancel, "--site", site, "--dry-run").status == 0
    assert not (site / "content/editorial/takedown.yml").exists()


def test_a_merged_story_sends_its_readers_on(site: Path, digest: Callable[..., Result]) -> None:
    before = published(site)
    edit(digest, site, "merge", f"/stories/{CHOIR}/", FERRY, "--why", "For the test.")
    build(digest, site)
    after = published(site)
    assert f'moved_to: "stories/{FERRY}/"' in after[f"build/docs/stories/{CHOIR}.md"]
    assert "Choir of Ulswick" in after[f"build/docs/stories/{FERRY}.md"]
    assert before.keys() <= after.keys()
    closed = ["content/editions/2026/08/10.json", "content/editions/2026/08/11.json"]
    assert {path: before[path] for path in closed} == {path: after[path] for path in closed}
    assert record(site, "2026/08/20")["moved"] == {CHOIR: FERRY}
    assert digest("check", "--site", site, "--now", NOW).status == 0


def test_explain_says_where_a_story_went_and_what_was_taken_down(
    site: Path, digest: Callable[..., Result]
) -> None:
    edit(digest, site, "merge", CHOIR, FERRY, "--why", "For the test.")
    edit(digest, site, "takedown", STEEL, "--why", "The publisher asked for it.")
    build(digest, site)
    moved = digest("explain", f"/stories/{CHOIR}/", "--site", site, "--now", NOW)
    assert f"It became a part of the story {FERRY}" in moved.out
    assert "The edition 2026/08/20 found them to be one." in moved.out
    for kind in ("articles", "stories"):
        gone = digest("explain", f"/{kind}/{STEEL}/", "--site", site, "--now", NOW)
        assert "It was taken down on 2026-08-20" in gone.out
    stories = digest("export", "--what", "stories", "--site", site, "--now", NOW).out.splitlines()
    assert [row["was"] for row in map(json.loads, stories) if row["id"] == FERRY] == [[CHOIR]]


def test_a_split_makes_a_story_and_undoes_a_merge(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "merge", CHOIR, FERRY, "--why", "For the test.")
    edit(digest, site, "split", FERRY, CHOIR, "--why", "That was wrong.")
    build(digest, site)
    after = published(site)
    assert "moved_to" not in after[f"build/docs/stories/{CHOIR}.md"]
    assert "Choir of Ulswick" not in after[f"build/docs/stories/{FERRY}.md"]


def test_a_decision_waits_for_its_time(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "merge", CHOIR, FERRY, "--why", "For the test.")
    assert digest("build", "--site", site, "--no-site", "--now", "2026-08-19T00:00:00Z").status == 0
    assert "moved_to" not in published(site)[f"build/docs/stories/{CHOIR}.md"]


def test_a_decision_on_what_is_not_there_is_told(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "merge", "2026/08/01/nobody-nothing", FERRY, "--why", "For the test.")
    assert "warning[moot-decision]" in build(digest, site).err


def test_while_a_decision_cannot_be_read_nothing_is_published(
    site: Path, digest: Callable[..., Result]
) -> None:
    before = published(site)
    path = site / "content/editorial/takedown.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"decisions:\n  - {{verb: takedown, target: {FERRY}, by: A, why: B}}\n", encoding="utf-8")
    (site / f"content/articles/{STEEL}.md").unlink()
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "content/editorial/takedown.yml:2:5: error[missing-key]" in result.err
    assert published(site) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("takedown", "not a target"), "invalid-value"),
        (("merge", "harbour-gazette", FERRY), "invalid-value"),
        (("merge", FERRY, "harbour-gazette"), "invalid-value"),
        (("merge", FERRY, FERRY), "invalid-value"),
        (("split", FERRY, "choir"), "invalid-value"),
        (("takedown", FERRY, "--source", "Not An Id"), "invalid-value"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused_and_not_written(
    site: Path, digest: Callable[..., Result], words: tuple[str, ...], code: str
) -> None:
    result = digest("edit", "--site", site, *words, "--why", "For the test.")
    assert result.status == 1
    assert f"error[{code}]" in result.err
    assert not (site / "content/editorial").exists() or not list((site / "content/editorial").iterdir())


@pytest.mark.parametrize(
    "words", [("merge", FERRY), ("split", FERRY), ("takedown", FERRY, CHOIR), ("burn", FERRY)]
)
def test_a_command_line_that_says_too_little_or_too_much_exits_2(
    site: Path, digest: Callable[..., Result], words: tuple[str, ...]
) -> None:
    assert digest("edit", "--site", site, *words, "--why", "For the test.").status == 2


def entry_of(site: Path, edition: str, story: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in record(site, edition)["stories"] if e["id"] == story)
    return found


def test_a_headline_of_ours_makes_a_closed_edition_a_revision_later(
    site: Path, digest: Callable[..., Result]
) -> None:
    edit(digest, site, "headline", FERRY, "Eleven hurt on ferry", "--on", "2026-08-10", "--why", "Clearer.")
    build(digest, site)
    assert record(site, "2026/08/10")["revision"] == 2
    assert entry_of(site, "2026/08/10", FERRY)["headline"] == "Eleven hurt on ferry"
    page = published(site)["build/docs/editions/2026/08/10.md"]
    assert "Eleven hurt on ferry" in page
    assert "*our headline*" in page
    build(digest, site, "--locked")


@pytest.mark.parametrize("now", ["2026-08-11T12:00:00Z", NOW])
def test_what_people_chose_for_a_day_stands_in_its_week_and_month_too(
    site: Path, digest: Callable[..., Result], now: str
) -> None:
    shutil.rmtree(site / "content/editions")
    assert digest("build", "--site", site, "--no-site", "--now", now).status == 0
    before = record(site, "2026/W33")
    assert before["closed"] == (now == NOW)
    on = ("--on", "2026-08-10", "--why", "Clearer.")
    edit(digest, site, "headline", FERRY, "Eleven hurt on ferry", *on)
    edit(digest, site, "summary", FERRY, "Eleven people were hurt on the ferry Solvind.", *on)
    edit(digest, site, "note", FERRY, "We were aboard.", *on)
    edit(digest, site, "headline", STEEL, "Furnace of Tarnhaven cold", *on)  # nobody said that
    said = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert said.err.count("error[unsupported-claim]") == 1
    for edition in ("2026/08/10", "2026/W33", "2026/08"):
        entry = entry_of(site, edition, FERRY)
        assert (entry["headline"], entry["note"]) == ("Eleven hurt on ferry", "We were aboard.")
        assert [line["text"] for line in entry["lines"]] == ["Eleven people were hurt on the ferry Solvind."]
    assert record(site, "2026/W33")["revision"] == (2 if before["closed"] else 1)


def test_a_headline_that_no_article_bears_out_is_an_error_and_not_published(
    site: Path, digest: Callable[..., Result]
) -> None:
    edit(digest, site, "headline", FERRY, "Twelve hurt on ferry", "--on", "2026-08-10", "--why", "Clearer.")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "content/editorial/headline.yml:2:" in result.err
    assert "error[unsupported-claim]" in result.err
    assert "number 'Twelve'" in result.err
    assert "Twelve" not in published(site)["build/docs/editions/2026/08/10.md"]


def test_a_reviewed_summary_may_say_what_no_article_says_and_shows_why(
    site: Path, digest: Callable[..., Result]
) -> None:
    words = "Eleven people were hurt. The ferry left Ulswick at nine."
    reviewed = "The timetable says so."
    for more in ((), ("--reviewed", reviewed)):
        edit(digest, site, "summary", FERRY, words, "--on", "2026-08-10", "--why", "Shorter.", *more)
        status = digest("build", "--site", site, "--no-site", "--now", NOW).status
        assert status == (0 if more else 1)
    lines = entry_of(site, "2026/08/10", FERRY)["lines"]
    assert [line["by"] for line in lines] == ["editor", "editor"]
    assert lines[0]["citations"][0]["article"] == FERRY
    page = published(site)["build/docs/editions/2026/08/10.md"]
    assert f"Reviewed: {reviewed}" in page.replace("\\", "")
    assert "> “Eleven people" not in page


@pytest.mark.parametrize(("old", "new"), [("Eleven people", "Twelve people"), ("21:14", "21:15")])
def test_a_changed_word_in_a_recorded_summary_is_caught(
    site: Path, digest: Callable[..., Result], old: str, new: str
) -> None:
    words = "The ferry Solvind struck the wall at 21:14. Eleven people were hurt."
    edit(digest, site, "summary", FERRY, words, "--on", "2026-08-10", "--why", "Shorter.")
    build(digest, site)
    (site / "content/editorial/summary.yml").unlink()
    assert digest("check", "--site", site, "--now", NOW).err.count("citation-drift") == 0
    path = site / "content/editions/2026/08/10.json"
    path.write_text(path.read_text().replace(old, new), encoding="utf-8")
    assert "citation-drift" in digest("check", "--site", site, "--now", NOW).err


def test_a_note_stands_under_its_name(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "note", CHOIR, "We sing there too. <b>", "--on", "2026-08-11", "--why", "Interest.")
    build(digest, site)
    page = published(site)["build/docs/editions/2026/08/11.md"]
    assert "**Editor’s note:** We sing there too." in page
    assert "<b>" not in page


def test_a_pinned_story_leads_an_open_edition(tmp_path: Path, digest: Callable[..., Result]) -> None:
    site = tmp_path / "site"
    assert digest("new", site, "--now", NOW).status == 0
    drop = site / "content" / "inbox" / "drop.jsonl"
    today = [{**article, "published": f"2026-08-20T0{n}:00:00Z"} for n, article in enumerate(ARTICLES, 1)]
    drop.write_text("".join(json.dumps(article) + "\n" for article in today), encoding="utf-8")
    now = "2026-08-20T10:00:00Z"
    assert digest("ingest", "--site", site, "--now", now).status == 0
    assert digest("build", "--site", site, "--no-site", "--now", now).status == 0
    order = [story["id"] for story in record(site, "2026/08/20")["stories"]]
    last = order[-1]
    assert digest("edit", "pin", last, "--site", site, "--now", now, "--why", "Today's news.").status == 0
    assert digest("build", "--site", site, "--no-site", "--now", now).status == 0
    assert record(site, "2026/08/20")["brief"][0] == last


def test_what_is_hidden_from_now_on_stays_in_the_past_and_what_is_hidden_everywhere_does_not(
    site: Path, digest: Callable[..., Result]
) -> None:
    edit(digest, site, "hide", CHOIR, "--why", "Not for us.")
    build(digest, site)
    assert record(site, "2026/08/11")["revision"] == 1
    edit(digest, site, "hide", CHOIR, "--everywhere", "--why", "Not for us.")
    build(digest, site)
    day = record(site, "2026/08/11")
    assert day["revision"] == 2
    assert day["stories"] == []
    for edition in ("2026/08/11", "2026/W33"):
        left = record(site, edition)["left_out"]
        assert (CHOIR, "An editor left it out.") in [(item["article"], item["reason"]) for item in left]
        assert CHOIR not in [story["id"] for story in record(site, edition)["stories"]]
    assert digest("check", "--site", site, "--now", NOW).status == 0


def test_labels_sections_and_topics_are_filed(site: Path, digest: Callable[..., Result]) -> None:
    edit(digest, site, "label", CHOIR, "opinion", "--why", "It is one.")
    edit(digest, site, "topic", FERRY, "this-digest", "--why", "For the test.")
    build(digest, site)
    pages = published(site)
    assert "*opinion*" in pages[f"build/docs/articles/{CHOIR}.md"]
    assert "This digest" in pages[f"build/docs/stories/{FERRY}.md"]
    edit(digest, site, "section", FERRY, "no-such-section", "--why", "For the test.")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "error[unknown-reference]" in result.err


def rewrite(site: Path, article: str, old: str, new: str) -> None:
    path = site / f"content/articles/{article}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_correction_of_ours_is_told_where_it_was_wrong_and_among_all(
    site: Path, digest: Callable[..., Result]
) -> None:
    text = "We had the number of people wrong."
    words = ("--before", "Twelve people", "--after", "Eleven people", "--why", "A reader wrote.")
    edit(digest, site, "correction", FERRY, text, "--on", "2026-08-10", *words)
    build(digest, site)
    (told,) = entry_of(site, "2026/08/10", FERRY)["corrections"]
    assert told == {"on": "2026-08-20", "text": text, "before": "Twelve people", "after": "Eleven people"}
    assert record(site, "2026/08/10")["revision"] == 2
    pages = published(site)
    for page in ("editions/2026/08/10", "editions/2026/W33", "editions/2026/08", "corrections"):
        assert text in pages[f"build/docs/{page}.md"], page
    assert "revision 2, [1 correction]" in pages["build/docs/editions/2026/08/10.md"]
    edit(digest, site, "correction", FERRY, "And the day.", "--on", "2026-08-10", "--why", "Likewise.")
    build(digest, site)
    assert [c["text"] for c in entry_of(site, "2026/08/10", FERRY)["corrections"]] == [text, "And the day."]
    build(digest, site, "--locked")


def test_what_a_source_changes_fails_the_build_until_it_is_settled(
    site: Path, digest: Callable[..., Result]
) -> None:
    before = record(site, "2026/08/10")
    rewrite(site, FERRY, "Eleven people", "Seventeen people")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "error[citation-drift]" in result.err
    assert record(site, "2026/08/10") == before
    edit(digest, site, "correction", FERRY, "--settle", "follow", "--why", "The paper corrected itself.")
    build(digest, site)
    entry = entry_of(site, "2026/08/10", FERRY)
    (told,) = entry["corrections"]
    assert "Eleven people" in told["before"]
    assert "Seventeen people" in told["after"] == entry["lines"][0]["text"]
    assert record(site, "2026/08/10")["revision"] == 2
    page = published(site)["build/docs/editions/2026/08/10.md"]
    assert "Harbour Gazette has changed its text since; this is what it says now." in page
    build(digest, site, "--locked")


def test_a_line_that_is_kept_says_that_its_source_has_changed(
    site: Path, digest: Callable[..., Result]
) -> None:
    rewrite(site, FERRY, "Eleven people", "Seventeen people")
    edit(digest, site, "correction", FERRY, "--settle", "keep", "--why", "We said what it said.")
    build(digest, site)
    entry = entry_of(site, "2026/08/10", FERRY)
    assert "Eleven people" in entry["lines"][0]["text"]
    assert [c["article"] for c in entry["corrections"]] == [FERRY]
    assert "this is what it said." in published(site)["build/docs/editions/2026/08/10.md"]
    build(digest, site, "--locked")


def test_a_stated_policy_settles_what_sources_change(site: Path, digest: Callable[..., Result]) -> None:
    with (site / "site_config/digest.yml").open("a", encoding="utf-8") as settings:
        settings.write("\ncorrections: {source_changes: follow}\n")
    rewrite(site, FERRY, "Eleven people", "Seventeen people")
    build(digest, site)
    assert "Seventeen" in entry_of(site, "2026/08/10", FERRY)["lines"][0]["text"]
    rewrite(site, FERRY, "Seventeen people", "Eighteen people")
    build(digest, site)
    entry = entry_of(site, "2026/08/10", FERRY)
    first, second = entry["corrections"]
    assert "Seventeen" in second["before"]
    assert "Eighteen" in second["after"]
    assert "before" not in first  # more of the source's words than it allows would be told


def test_old_words_are_told_only_as_far_as_their_source_allows(
    site: Path, digest: Callable[..., Result]
) -> None:
    path = site / "site_config/sources.yml"
    entry = "- id: harbour-gazette\n"
    text = path.read_text(encoding="utf-8")
    assert entry in text
    path.write_text(text.replace(entry, f"{entry}    rights: {{excerpt_chars: 80}}\n"), encoding="utf-8")
    rewrite(site, FERRY, "Eleven people", "Seventeen people")
    rewrite(site, FERRY, "The ferry Solvind struck", "The ferry Solvind had struck")
    edit(digest, site, "correction", FERRY, "--settle", "follow", "--why", "The paper corrected itself.")
    digest("build", "--site", site, "--no-site", "--now", NOW)
    (told,) = entry_of(site, "2026/08/10", FERRY)["corrections"]
    assert "before" not in told


def test_an_edition_all_of_whose_stories_are_hidden_lists_them_as_left_out(
    tmp_path: Path, digest: Callable[..., Result]
) -> None:
    site = tmp_path / "site"
    assert digest("new", site, "--now", NOW).status == 0
    drop = site / "content" / "inbox" / "drop.jsonl"
    drop.write_text(json.dumps({**ARTICLES[0], "published": "2026-08-19T03:00:00Z"}) + "\n", encoding="utf-8")
    now = "2026-08-19T10:00:00Z"
    assert digest("ingest", "--site", site, "--now", now).status == 0
    assert digest("build", "--site", site, "--no-site", "--now", now).status == 0
    story = record(site, "2026/08/19")["stories"][0]["id"]
    assert digest("edit", "hide", story, "--site", site, "--now", now, "--why", "Not ours.").status == 0
    assert digest("build", "--site", site, "--no-site", "--now", now).status == 0
    day = record(site, "2026/08/19")
    assert day["stories"] == []
    assert [item["story"] for item in day["left_out"]] == [story]
