"""The commands as a person runs them: what they print, write and exit with."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from command_line import Result

from generator.build import verify
from generator.project import load_project

ARTICLES = [
    {
        "title": "Ferry strikes the harbour wall at Port Aldous",
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
        "published": "2026-08-11T07:30:00Z",
        "source": "Courier",
        "id": "c-1",
    },
]
FERRY = "2026/08/10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous"
NOW = "2026-08-20T00:00:00Z"


@pytest.fixture
def site(tmp_path: Path, digest: Callable[..., Result]) -> Path:
    folder = tmp_path / "site"
    assert digest("new", folder, "--now", NOW).status == 0
    drop = folder / "content" / "inbox" / "drop.jsonl"
    drop.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_site_is_made_in_the_folder_where_one_is(
    digest: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert digest("new", ".").out == "A new site is here.\nNext: digest serve\n"


def test_ingest_reads_the_inbox_by_default_and_files_each_article(site: Path, digest) -> None:
    result = digest("ingest", "--site", site)
    assert result.status == 0
    assert "2 added, 0 updated, 0 unchanged." in result.out
    folder = site / "content/articles/2026/08"
    assert (folder / "10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous.md").is_file()
    assert (folder / "11/courier-second-furnace-at-merrow-steel-goes-out-in-march.md").is_file()


def test_a_second_ingest_changes_nothing(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    before = files(site / "content") | files(site / "site_config")
    assert "0 added, 0 updated, 2 unchanged." in digest("ingest", "--site", site).out
    assert files(site / "content") | files(site / "site_config") == before


def test_of_many_new_sources_the_first_are_named_and_all_in_json(site: Path, digest) -> None:
    lines = [
        json.dumps(
            {**ARTICLES[0], "title": f"Ferry {n}", "url": f"https://o{n}.example/a", "source": f"Outlet {n}"}
        )
        for n in range(12)
    ]
    (site / "content/inbox/drop.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert "outlet-9 and 2 more." in digest("ingest", "--dry-run", "--site", site).out
    report = json.loads(digest("ingest", "--dry-run", "--json", "--site", site).out)
    assert len(report["new_sources"]) == 12


def test_without_an_inbox_there_is_nothing_to_ingest(site: Path, digest) -> None:
    for path in (site / "content/inbox").iterdir():
        path.unlink()
    (site / "content/inbox").rmdir()
    assert "0 added" in digest("ingest", "--site", site).out


def test_an_older_version_is_passed_over_and_said_so(site: Path, digest) -> None:
    digest("ingest", "--site", site, "--captured", "2026-08-12T00:00:00Z")
    older = ARTICLES[0] | {"text": "The ferry Solvind may have struck something. Nobody knows yet."}
    drop = site / "older.jsonl"
    drop.write_text(json.dumps(older) + "\n", encoding="utf-8")
    result = digest("ingest", "--site", site, drop, "--captured", "2026-08-11T00:00:00Z")
    assert "Passed over as older or double: 1." in result.out


def test_a_dry_run_writes_nothing(site: Path, digest) -> None:
    before = files(site)
    assert "2 added" in digest("ingest", "--site", site, "--dry-run").out
    assert files(site) == before


def test_a_changed_article_is_an_update_and_no_twin(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    newer = ARTICLES[0] | {"text": "The ferry Solvind struck the outer wall. Twelve people were hurt."}
    drop = site / "content/inbox/drop2.jsonl"
    drop.write_text(json.dumps(newer) + "\n", encoding="utf-8")
    result = digest("ingest", "--site", site, drop, "--captured", "2026-08-12T00:00:00Z")
    assert "0 added, 1 updated" in result.out
    text = (
        site / "content/articles/2026/08/10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous.md"
    ).read_text(encoding="utf-8")
    assert "updated: 2026-08-12T00:00:00Z" in text
    assert "outer wall" in text


def test_build_without_a_site_writes_records_and_markdown_alone(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 0, result.err
    assert (site / "content/editions/2026/08/10.json").is_file()
    assert (site / "build/docs/editions/2026/08/10.md").is_file()
    assert not (site / "site").exists()


def test_a_second_build_changes_nothing(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    before = files(site / "content") | files(site / "build/docs")
    report = json.loads(digest("build", "--site", site, "--no-site", "--now", NOW, "--json").out)
    assert report["records_written"] == []
    assert report["pages_written"] == 0
    assert files(site / "content") | files(site / "build/docs") == before


def test_a_build_from_nothing_is_the_same_and_keeps_others_waiting(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    assert digest("build", "--site", site, "--now", NOW).status == 0
    before = files(site / "build/docs") | files(site / "site/articles")
    lock = (site / "build/cache/lock").stat().st_ino
    (site / "build/cache/foreign").mkdir()
    result = digest("build", "--site", site, "--now", NOW, "--clean", "--verify")
    assert result.status == 0, result.err
    assert files(site / "build/docs") | files(site / "site/articles") == before
    assert (site / "build/cache/lock").stat().st_ino == lock
    assert not (site / "build/cache/foreign").exists()


def test_verifying_tells_of_pages_that_no_clean_build_has(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--now", NOW)
    (site / "build/docs/mine.txt").write_text("mine")
    project, _ = load_project(site, datetime.fromisoformat(NOW))
    told = {problem.position.path: problem.message for problem in verify(project)}
    assert told["build/docs/mine.txt"] == "The file is there, and a clean build does not have it."
    assert told["site/mine.txt"] == "The file is missing, and a clean build has it."


def test_locked_refuses_to_write_a_record_and_names_it(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    result = digest("build", "--site", site, "--no-site", "--now", NOW, "--locked")
    assert result.status == 1
    assert "content/editions/2026/08/10.json: error[record-would-change]" in result.err
    assert not (site / "content/editions").exists()
    digest("build", "--site", site, "--no-site", "--now", NOW)
    assert digest("build", "--site", site, "--no-site", "--now", NOW, "--locked").status == 0


def test_an_article_with_a_fault_is_left_out_the_rest_is_built_and_no_edition_closes(
    site: Path, digest
) -> None:
    digest("ingest", "--site", site)
    broken = site / "content/articles/2026/08/11/courier-broken.md"
    broken.write_text("---\ntitel: Broken\n---\nText.\n", encoding="utf-8")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "content/articles/2026/08/11/courier-broken.md:2:1: error[unknown-key]" in result.err
    record = site / "content/editions/2026/08/11.json"
    assert json.loads(record.read_text(encoding="utf-8"))["closed"] is False
    broken.unlink()
    assert digest("build", "--site", site, "--no-site", "--now", NOW).status == 0
    assert json.loads(record.read_text(encoding="utf-8"))["closed"] is True


def test_an_id_that_nothing_defines_is_told_and_left_away(site: Path, digest) -> None:
    path = site / "content/articles/2026/08/16/this-site-odd.md"
    path.parent.mkdir(parents=True)
    path.write_text(
        "---\ntitle: Odd\nsource: this-site\npublished: 2026-08-16T09:00:00Z\nvia: nowhere\n---\nA body.\n",
        encoding="utf-8",
    )
    result = digest("check", "--site", site, "--now", NOW)
    assert result.err.count("error[") == 1
    assert "odd.md:5:6: error[unknown-reference]: via: 'nowhere'" in result.err


@pytest.mark.parametrize(("host", "is_told"), [("github", True), ("folder", False)])
def test_whoever_publishes_a_repository_is_told_what_is_in_it(
    tmp_path: Path, digest, host: str, *, is_told: bool
) -> None:
    result = digest("new", str(tmp_path / "new"), "--title", "X", "--timezone", "UTC", "--host", host)
    assert ("a public repository publishes them" in result.out) is is_told


def test_a_page_that_is_no_longer_made_is_removed(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    (site / "build/docs/articles/stray.md").write_text("stray", encoding="utf-8")
    report = json.loads(digest("build", "--site", site, "--no-site", "--now", NOW, "--json").out)
    assert report["pages_removed"] == 1
    assert not (site / "build/docs/articles/stray.md").exists()


def test_an_article_of_the_future_is_held_back(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", "2026-08-10T23:00:00Z")
    assert not (site / "content/editions/2026/08/11.json").exists()
    path = site / "content/articles/2026/08/11/courier-second-furnace-at-merrow-steel-goes-out-in-march.md"
    said = digest("explain", path, "--site", site, "--now", "2026-08-10T23:00:00Z")
    assert "held back" in said.out


def test_check_finds_nothing_wrong_and_writes_nothing(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    before = files(site)
    result = digest("check", "--site", site, "--now", NOW)
    assert (result.status, files(site)) == (0, before), result.err
    assert "Nothing is wrong." in result.out


def test_check_finds_a_changed_word_under_a_published_line(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    path = (
        site / "content/articles/2026/08/10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous.md"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("Eleven", "Twelve"), encoding="utf-8")
    result = digest("check", "--site", site, "--now", NOW)
    assert "warning[citation-drift]" in result.err


def test_explain_says_where_an_article_stands(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    said = digest(
        "explain",
        "/articles/2026/08/10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous/",
        "--site",
        site,
        "--now",
        NOW,
    ).out
    assert "It is a report of its own." in said
    assert "It stands in the edition 2026/08/10" in said


def test_explain_of_nothing_is_an_error_with_the_way_out(site: Path, digest) -> None:
    result = digest("explain", "/stories/nothing/", "--site", site, "--now", NOW)
    assert result.status == 1
    assert "error[unknown-target]" in result.err


@pytest.mark.parametrize("what", ["articles", "stories", "editions"])
def test_export_prints_one_object_a_line(site: Path, digest, what: str) -> None:
    digest("ingest", "--site", site)
    result = digest("export", "--what", what, "--site", site, "--now", NOW)
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.status == 0
    assert rows
    if what == "articles":
        row = next(row for row in rows if row["external_id"] == "g-1")
        assert row["role"] == "original"
        assert row["copy_of"] is None
        assert row["story"] == row["id"]
        assert row["published"] == "2026-08-10T09:00:00+02:00"


def test_a_folder_without_mkdocs_yml_is_no_site(tmp_path: Path, digest) -> None:
    result = digest("build", "--site", tmp_path)
    assert result.status == 1
    assert "error[not-a-site]" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--now", "yesterday"],
        ["build", "--now", "2026-08-20T00:00:00"],
        ["ingest", "--reader", "crystal-ball"],
        ["explain"],
        ["new", "x", "--timezone", "Merrow/Coast"],
        ["new", "x", "--language", "xx yy"],
        ["new", "x", "--url", "javascript:alert(1)"],
        ["new", "x", "--title", " "],
        ["build", "--now", "0001-01-01T00:00:00+14:00"],
        ["build", "--now", "9999-12-31T23:59:59-12:00"],
        ["no-such-command"],
    ],
)
def test_a_wrong_command_line_exits_with_2(digest, arguments: list[str]) -> None:
    assert digest(*arguments).status == 2


@pytest.mark.parametrize("epoch", ["abc", "-5", "17.5", "9" * 14])
def test_an_epoch_that_is_none_is_refused(site: Path, digest, monkeypatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = digest("build", "--site", site, "--no-site")
    assert result.status == 2
    assert "SOURCE_DATE_EPOCH" in result.err


def test_json_is_printed_also_when_a_command_cannot_go_on(site: Path, digest) -> None:
    result = digest("explain", "/nowhere/", "--site", site, "--json")
    assert json.loads(result.out)["problems"][0]["code"] == "unknown-target"


def test_an_unreadable_record_stops_the_build_and_stays_as_it_is(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    record = site / "content/editions/2026/08/10.json"
    record.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    before = files(site / "content")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 1
    assert "error[bad-edition-record]" in result.err
    assert files(site / "content") == before


def test_what_a_source_no_longer_allows_is_not_published(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    sources = site / "site_config/sources.yml"
    text = sources.read_text(encoding="utf-8")
    named = "name: Harbour Gazette"
    sources.write_text(text.replace(named, f"{named}\n    rights: {{link_only: true}}"), encoding="utf-8")
    result = digest("build", "--site", site, "--no-site", "--now", NOW)
    assert result.status == 0
    assert "warning[quotation-withdrawn]" in result.err
    pages = files(site / "build/docs")
    assert b"struck the inner wall" not in b"".join(pages.values())
    assert b"struck the inner wall" not in b"".join(files(site / "content/editions").values())
    notice = b"Harbour Gazette allows less of its text to be quoted since; more of it stood here."
    assert notice in pages["editions/2026/08/10.md"]
    assert b"revision 2" in pages["editions/2026/08/10.md"]
    again = digest("build", "--site", site, "--no-site", "--locked", "--now", NOW)
    assert (again.status, again.err.count("[")) == (0, 0)


def test_what_a_source_allows_less_of_is_shortened_in_closed_editions(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", NOW)
    sources = site / "site_config/sources.yml"
    text = sources.read_text(encoding="utf-8")
    named = "name: Harbour Gazette"
    sources.write_text(text.replace(named, f"{named}\n    rights: {{excerpt_chars: 50}}"), encoding="utf-8")
    digest("build", "--site", site, "--no-site", "--now", NOW)
    pages = files(site / "build/docs")
    for name in ("editions/2026/08/10.md", "editions/2026/W33.md", f"articles/{FERRY}.md"):
        assert "struck the inner wall at 21:14." in pages[name].decode()
        assert "Eleven people were hurt" not in pages[name].decode()
    assert digest("check", "--site", site, "--now", NOW).status == 0


def test_rights_that_have_run_out_fall_back_to_the_careful_default(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    sources = site / "site_config/sources.yml"
    text = sources.read_text(encoding="utf-8")
    rights = "rights: {full_text: true, valid_until: 2026-08-19}"
    sources.write_text(text.replace("name: Courier", f"name: Courier\n    {rights}"), encoding="utf-8")
    page = "articles/2026/08/11/courier-second-furnace-at-merrow-steel-goes-out-in-march.md"
    digest("build", "--site", site, "--no-site", "--now", "2026-08-19T12:00:00Z")
    assert "headline, link and up to 200" not in (site / "build/docs" / page).read_text(encoding="utf-8")
    digest("build", "--site", site, "--no-site", "--now", NOW)
    assert "headline, link and up to 200" in (site / "build/docs" / page).read_text(encoding="utf-8")


def test_a_story_keeps_its_address_when_an_earlier_article_arrives_the_same_day(site: Path, digest) -> None:
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", "2026-08-10T12:00:00Z")
    earlier = ARTICLES[0] | {"id": "e", "source": "Radio Tarn", "url": "https://radio.example/f"}
    earlier |= {
        "published": "2026-08-10T05:00:00+02:00",
        "title": "Ferry Solvind strikes harbour wall, Port Aldous",
    }
    (site / "content/inbox/e.jsonl").write_text(json.dumps(earlier) + "\n", encoding="utf-8")
    digest("ingest", "--site", site)
    digest("build", "--site", site, "--no-site", "--now", "2026-08-10T13:00:00Z")
    story = "stories/2026/08/10/harbour-gazette-ferry-strikes-the-harbour-wall-at-port-aldous.md"
    assert (site / "build/docs" / story).is_file()


def test_json_reports_problems_with_their_places(site: Path, digest) -> None:
    (site / "site_config/digest.yml").write_text("timezon: UTC\n", encoding="utf-8")
    result = digest("build", "--site", site, "--json")
    problem = json.loads(result.out)["problems"][0]
    assert result.status == 1
    assert (problem["code"], problem["path"], problem["line"]) == ("unknown-key", "site_config/digest.yml", 1)


@pytest.mark.parametrize("command", ["new", "ingest", "build", "serve", "check", "explain", "export"])
def test_help_shows_an_example(digest, command: str) -> None:
    said = digest(command, "--help")
    assert said.status == 0
    assert f"digest {command}" in said.out
    assert "Example" in said.out


def test_an_unforeseen_fault_shows_a_traceback_and_exits_70(digest, monkeypatch, site: Path) -> None:
    def broken(_: Path) -> None:
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr("generator.cli.console.find_root", broken)
    result = digest("build", "--site", site)
    assert result.status == 70
    assert "the roof fell in" in result.err


def test_a_story_that_went_on_is_told_with_its_state_and_what_is_new(site: Path, digest) -> None:
    later = {
        **ARTICLES[0],
        "title": "Ferry strikes the harbour wall at Port Aldous: 17 hurt",
        "url": "https://courier.example/ferry",
        "text": "After the ferry Solvind hit the harbour wall at Port Aldous, 17 people were hurt. "
        "The harbour's master, Jorun Hask, saw it. Hask will not speak before an inquiry is over.",
        "published": "2026-08-11T09:00:00+02:00",
        "source": "Courier",
        "id": "c-2",
    }
    drop = site / "content" / "inbox" / "later.jsonl"
    drop.write_text(json.dumps(later) + "\n", encoding="utf-8")
    assert digest("ingest", "--site", site, "--now", NOW).status == 0
    stories = [
        json.loads(line)
        for line in digest("export", "--what", "stories", "--site", site, "--now", NOW).out.splitlines()
    ]
    story = next(story for story in stories if len(story["articles"]) == 2)
    assert (story["edition"], story["state"]) == ("2026/08/11", "steady")
    assert [line["text"] for line in story["changed"]["numbers"]] == ["17 people were hurt"]
    assert [line["text"] for line in story["changed"]["names"]] == ["Jorun Hask"]
    assert story["changed"]["sources"] == ["courier"]
    said = digest("explain", f"/stories/{story['id']}/", "--site", site, "--now", NOW).out
    assert "New since 2026/08/10: “17 people were hurt”" in said
    assert "a first own report by courier" in said


def test_suggestions_are_lines_that_an_editor_can_use(site: Path, digest) -> None:
    drop = site / "content" / "inbox" / "named.jsonl"
    rows = [
        {
            "title": f"Council meets, part {number}",
            "url": f"https://courier.example/council-{number}",
            "text": f"On its day {number} the council heard Anna Muster, who runs the dam, and went home.",
            "published": f"2026-08-{number:02}T09:00:00Z",
            "source": ("Courier", "Harbour Gazette")[number % 2],
        }
        for number in (3, 8, 15)
    ]
    drop.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert digest("ingest", "--site", site, "--now", NOW).status == 0
    out = digest("export", "--what", "suggestions", "--site", site, "--now", NOW).out
    found = {line["name"]: line for line in map(json.loads, out.splitlines())}
    assert found["Anna Muster"]["forms"] == {"Anna Muster": 3}
    assert found["Anna Muster"]["last_seen"] == "2026-08-15"
    assert found["Anna Muster"]["kind"] is None


def test_a_new_site_is_subscribed_to_the_feeds_it_is_given(
    tmp_path: Path, digest: Callable[..., Result]
) -> None:
    outlines = (
        '<opml version="2.0"><body><outline text="Radio" xmlUrl="https://radio.example/rss"/></body></opml>'
    )
    (tmp_path / "feeds.opml").write_text(outlines)
    feeds = ("--feed", "https://paper.example/feed.xml", "--feed", tmp_path / "feeds.opml")
    site = tmp_path / "site"
    made = digest("new", site, *feeds, "--now", NOW)
    assert (made.status, made.out.splitlines()[1]) == (
        0,
        f"Next: cd {site}; digest fetch --ingest; digest serve",
    )
    told = yaml.safe_load((site / "site_config/sources.yml").read_text())["sources"]
    assert [(source["name"], [feed["url"] for feed in source.get("feeds", ())]) for source in told] == [
        ("My digest", []),
        ("paper.example", ["https://paper.example/feed.xml"]),
        ("Radio", ["https://radio.example/rss"]),
    ]
    assert digest("check", "--site", site, "--now", NOW).status == 0
    wrong = digest("new", tmp_path / "other", "--feed", "feeds.xml")
    assert (wrong.status, (tmp_path / "other").exists()) == (2, False)


class Terminal(io.StringIO):
    """A person at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_for_what_no_option_says(
    tmp_path: Path, digest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["Europe/Nowhere", "Europe/Oslo", "", "https://quay.example/", "gitlab", "no such file", ""]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert digest("new", tmp_path / "site", "--title", "The Quay", "--now", NOW).status == 0
    said = sys.stderr.getvalue()  # type: ignore[attr-defined] # it stands in
    assert "What is the site called?" not in said
    assert "'Europe/Nowhere' is no time zone." in said
    assert "no such file is neither a file nor an address." in said
    assert (tmp_path / "site/.gitlab-ci.yml").is_file()
    assert "timezone: Europe/Oslo" in (tmp_path / "site/site_config/digest.yml").read_text()
    settings = yaml.safe_load((tmp_path / "site/mkdocs.yml").read_text())
    assert (settings["site_name"], settings["site_url"]) == ("The Quay", "https://quay.example/")


def test_a_site_that_says_zensical_is_built_by_it(site: Path, digest: Callable[..., Result]) -> None:
    with (site / "site_config/digest.yml").open("a") as settings:
        settings.write("builder: zensical\n")
    built = digest("build", "--site", site, "--now", NOW)
    assert (built.status, "Building the site with zensical …" in built.err) == (0, True)
    assert (site / "site/index.html").is_file()
    refused = digest("build", "--site", site, "--period", "2026")
    assert (refused.status, "digest.yml says `builder: zensical`" in refused.err) == (2, True)
