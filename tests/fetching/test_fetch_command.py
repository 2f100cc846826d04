"""`digest fetch`: what is new in the feeds of a site, and nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from benchmarks.misbehaving import HOST, Asked, Loopback, in_turn, leads_to, raw, says, unless_known
from generator.cli.main import run
from generator.diagnostics import CODES
from generator.fetch import fetch
from generator.project import load_project

NOW = "2026-08-18T12:00:00Z"
ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
    "<description>{text}</description></item>"
)
WHEN = "Mon, 17 Aug 2026 09:00:00 +0000"
TEXT = "The harbour bridge opens again on Monday after nine weeks of repairs, the council said."
PAGE = (
    "<!doctype html><html lang=en><head><title>{title}</title>"
    "<meta property=og:site_name content='Quay Media'></head><body><article><h1>{title}</h1>"
    "<p>{text}</p><p>Nobody would say on what day the toll is to be raised, or who will pay it.</p>"
    "<p>It is the third time in two years that the bridge was closed, and the first in summer.</p></article>"
)

Digest = Callable[..., tuple[int, dict[str, object], str]]


def rss(*items: str, title: str = "Some feed") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://elsewhere.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def item(title: str, link: str, date: str = WHEN, text: str = TEXT) -> str:
    return ITEM.format(title=title, link=link, date=date, text=text)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "site_config").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Test\nsite_url: https://d.example/\n")
    (folder / "site_config/topics.yml").write_text("topics: []\n")
    fetching = f"fetch: {{delay_seconds: 0.0, attempts: 1, max_seconds: 5.0, allow_hosts: ['{HOST}']}}\n"
    (folder / "site_config/digest.yml").write_text(fetching)
    return folder


@pytest.fixture
def digest(site: Path, capsys: pytest.CaptureFixture[str]) -> Digest:
    def command(*arguments: str) -> tuple[int, dict[str, object], str]:
        capsys.readouterr()
        status = run([*arguments, "--site", str(site), "--now", NOW, "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out), said.err

    return command


def subscribe(site: Path, **feeds: str) -> None:
    """Each source by its id, with one feed."""
    lines = [
        f"  - id: {name}\n    name: The {name.capitalize()}\n    feeds:\n      - {{url: '{url}'}} # its own\n"
        for name, url in feeds.items()
    ]
    (site / "site_config/sources.yml").write_text("sources:\n" + "".join(lines))


def articles(site: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (site / "content/articles").rglob("*.md")}


def fetched(site: Path) -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = json.loads((site / "content/fetched.json").read_bytes())["feeds"]
    return told


def test_what_is_new_is_taken_in_as_its_sources_and_nothing_twice(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    body = rss(item("Bridge opens", "/bridge"), item("Choir sings", "https://d.example/choir"))
    loopback.routes["/feed"] = unless_known(body, '"1"')
    subscribe(site, gazette=loopback.url("/feed"))
    status, told, _ = digest("fetch", "--ingest")
    assert (status, told["changed"], told["file"]) == (0, [loopback.url("/feed")], None)
    assert sorted(articles(site)) == ["gazette-bridge-opens", "gazette-choir-sings"]
    assert "url: https://elsewhere.example/bridge" in articles(site)["gazette-bridge-opens"]
    assert "new_sources" not in told
    assert [entry["id"] for entry in _sources(site)] == ["gazette"]
    before = _files(site)
    status, told, _ = digest("fetch", "--ingest")
    assert (status, told["unchanged"], told["added"]) == (0, [loopback.url("/feed")], [])
    assert _files(site) == before
    assert loopback.headers("/feed")["If-None-Match"] == '"1"'
    assert loopback.headers("/feed")["User-Agent"].endswith(" (+https://d.example/)")


def test_into_the_inbox_it_waits_for_an_ingest(site: Path, digest: Digest, loopback: Loopback) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    subscribe(site, gazette=loopback.url("/feed"))
    _, told, _ = digest("fetch")
    assert told["file"] == str(site / "content/inbox/fetched-20260818T120000Z.warc.gz")
    assert not (site / "content/articles").exists()
    digest("ingest")
    assert list(articles(site)) == ["gazette-bridge-opens"]
    _, told, _ = digest("fetch")  # the server knows of no versions, but the bytes are the same
    assert (told["unchanged"], told["file"]) == ([loopback.url("/feed")], None)


def test_what_fails_stops_nothing_and_is_told_where_it_stands(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes |= {
        "/good": says(rss(item("Bridge opens", "/bridge"))),
        "/page": says(b"<!doctype html><html><body><p>Our feeds have moved.</p></body></html>"),
        "/broken": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss"),
        "/later": says(b"", 429, Retry_After="7200"),
    }
    names = ("good", "page", "broken", "later", "gone")
    subscribe(site, **{name: loopback.url(f"/{name}") for name in names})
    status, told, err = digest("fetch", "--ingest")
    assert status == 0, err
    assert told["failed"] == [loopback.url(f"/{name}") for name in names[1:]]
    assert list(articles(site)) == ["good-bridge-opens"]
    for number, name in enumerate(names[1:], 1):
        place = (
            f"site_config/sources.yml:{5 + 4 * number}:15: warning[fetch-failed]: {loopback.url(f'/{name}')}"
        )
        assert place in err
    states = fetched(site)
    assert states[loopback.url("/later")]["not_before"] == "2026-08-18T14:00:00Z"
    assert states[loopback.url("/broken")]["fault"] == "incomplete"
    _, told, err = digest("fetch", "--ingest")
    assert told["waiting"] == [loopback.url("/later")]
    assert "It has failed 2 times in a row." in err


def test_nothing_at_all_is_an_error(site: Path, digest: Digest, loopback: Loopback) -> None:
    subscribe(site, gazette=loopback.url("/feed"), courier=loopback.url("/rss"))
    status, told, err = digest("fetch")
    assert (status, told["ok"]) == (1, False)
    assert "error[nothing-fetched]: None of the feeds that were asked for was had (2)." in err
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    assert digest("fetch")[0] == 0
    assert "failures" not in fetched(site)[loopback.url("/feed")]


def test_a_feed_that_moved_for_good_is_proposed_and_still_read(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes |= {"/feed": leads_to("/rss", 301), "/rss": says(rss(item("Bridge opens", "/bridge")))}
    subscribe(site, gazette=loopback.url("/feed"))
    _, told, err = digest("fetch", "--ingest")
    assert "note[feed-moved]" in err
    assert told["moved"] == {loopback.url("/feed"): loopback.url("/rss")}
    text = (site / "site_config/sources.yml").read_text()
    assert text.endswith(
        f"- {{url: '{loopback.url('/feed')}', moved_to: \"{loopback.url('/rss')}\"}} # its own\n"
    )
    assert list(articles(site)) == ["gazette-bridge-opens"]
    _, told, err = digest("fetch", "--ingest")
    assert (told["moved"], "feed-moved" in err) == ({}, False)
    loopback.routes["/feed"] = leads_to("/atom", 308)
    loopback.routes["/atom"] = loopback.routes["/rss"]
    digest("fetch", "--ingest")
    assert (site / "site_config/sources.yml").read_text() == text.replace("/rss", "/atom")


def test_whole_articles_are_fetched_where_rights_say_so_and_once(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    for name in ("bridge", "choir", "no"):
        page = PAGE.format(title=f"The {name} of Ulswick", text=TEXT)
        loopback.routes[f"/{name}"] = says(page.encode(), Content_Type="text/html; charset=utf-8")
    names = ("bridge", "choir", "no", "gone")
    items = [item(f"The {name} of Ulswick", loopback.url(f"/{name}"), text="In brief.") for name in names]
    loopback.routes["/feed"] = in_turn(says(rss(*items)), says(rss(*items, title="Anew")))
    loopback.routes["/robots.txt"] = says(b"User-agent: *\nDisallow: /no\n")
    subscribe(site, gazette=loopback.url("/feed"))
    digest("fetch", "--ingest")
    assert loopback.asked == ["/feed"]
    assert all("excerpt_only: true" in text for text in articles(site).values())
    sources = site / "site_config/sources.yml"
    sources.write_text(sources.read_text() + "    rights: {fetch_articles: true}\n")
    status, told, err = digest("fetch", "--ingest")
    assert (status, told["pages"]) == (0, [loopback.url("/bridge"), loopback.url("/choir")])
    assert "Nobody would say" in articles(site)["gazette-the-bridge-of-ulswick"]
    assert "excerpt_only" not in articles(site)["gazette-the-choir-of-ulswick"]
    assert "robots.txt asks not to fetch it. What the feed has of it is taken in." in err
    assert "excerpt_only: true" in articles(site)["gazette-the-no-of-ulswick"]
    # The pages lie on a host of nobody's, and call themselves something else.
    assert all("\nsource: gazette\n" in text for text in articles(site).values())
    before, asked = articles(site), len(loopback.asked)
    loopback.routes["/feed"] = says(rss(*items, title="Again"))
    digest("fetch", "--ingest")
    assert loopback.asked[asked:] == ["/feed", "/gone"]
    assert articles(site) == before  # what the feed has of it does not take the whole's place
    for _ in range(3):
        loopback.routes["/feed"] = says(rss(*items, title=f"{len(loopback.asked)}"))
        digest("fetch", "--ingest")
    assert loopback.asked.count("/gone") == 3
    assert loopback.asked.count("/bridge") == 1


def test_what_a_run_left_is_fetched_by_the_next_though_the_feed_has_not_changed(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    for name in "abc":
        page = PAGE.format(title=f"The {name} of Ulswick", text=TEXT)
        loopback.routes[f"/{name}"] = says(page.encode(), Content_Type="text/html")
    loopback.routes["/c"] = in_turn(says(b"", 500), loopback.routes["/c"])
    items = [item(f"The {name} of Ulswick", loopback.url(f"/{name}"), text="In brief.") for name in "abc"]
    loopback.routes["/feed"] = unless_known(rss(*items), '"1"')
    subscribe(site, gazette=loopback.url("/feed"))
    settings = site / "site_config/digest.yml"
    settings.write_text(settings.read_text().replace("attempts: 1", "attempts: 1, pages: 2"))
    sources = site / "site_config/sources.yml"
    sources.write_text(sources.read_text() + "    rights: {fetch_articles: true}\n")
    for _ in range(4):
        digest("fetch", "--ingest")
    asked = [path for path in loopback.asked if path != "/feed"]
    assert asked == ["/a", "/b", "/c", "/c"]
    assert not any("excerpt_only" in text for text in articles(site).values())


def test_what_is_taken_down_is_not_asked_for(site: Path, digest: Digest, loopback: Loopback) -> None:
    items = [item("The bridge", loopback.url(f"/{name}"), text="In brief.") for name in ("bridge", "choir")]
    loopback.routes |= {"/feed": says(rss(*items)), "/other": says(rss(*items))}
    subscribe(site, gazette=loopback.url("/feed"), courier=loopback.url("/other"))
    sources = site / "site_config/sources.yml"
    rights = "    rights: {fetch_articles: true}\n  - id: courier"
    sources.write_text(sources.read_text().replace("  - id: courier", rights))
    for target in ("courier", loopback.url("/choir")):
        assert run(["edit", "takedown", target, "--why", "They asked", "--by", "A", "--site", str(site)]) == 0
    digest("fetch")
    assert loopback.asked == ["/feed", "/bridge"]
    assert "choir" not in (site / "content/fetched.json").read_text()


def test_an_aggregators_items_are_those_of_whom_they_lead_to(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "https://courier.example/bridge")))
    subscribe(site, planet=loopback.url("/feed"), courier="https://courier.example/rss")
    sources = site / "site_config/sources.yml"
    text = sources.read_text().replace(
        "    name: The Planet\n", "    name: The Planet\n    kind: aggregator\n"
    )
    sources.write_text(
        text.replace("name: The Courier\n", "name: The Courier\n    domains: [courier.example]\n")
    )
    digest("fetch", "planet", "--ingest")
    assert "source: courier" in articles(site)["courier-bridge-opens"]
    assert "via: planet" in articles(site)["courier-bridge-opens"]


def test_one_source_alone_is_fetched_and_what_is_known_of_others_stays(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    for name in ("one", "two"):
        loopback.routes[f"/{name}"] = says(rss(item(f"Bridge {name}", f"/{name}")))
    subscribe(site, one=loopback.url("/one"), two=loopback.url("/two"))
    digest("fetch", "one")
    digest("fetch", "two")
    assert loopback.asked == ["/one", "/two"]
    assert sorted(fetched(site)) == [loopback.url("/one"), loopback.url("/two")]
    status = run(["fetch", "three", "--site", str(site)])
    assert status == 2


def test_what_was_known_and_cannot_be_read_costs_a_fetch_alone(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    subscribe(site, gazette=loopback.url("/feed"))
    digest("fetch", "--ingest")
    right = (site / "content/fetched.json").read_bytes()
    for wrong in (b"<<<<<<< ours\n", b"[]", b'{"version": 1, "feeds": {"a": {"items": "many"}}}', b"\xff"):
        (site / "content/fetched.json").write_bytes(wrong)
        _, told, err = digest("fetch", "--ingest")
        assert "content/fetched.json" in err
        assert "warning[bad-fetch-record]" in err
        assert told["added"] == []
        assert (site / "content/fetched.json").read_bytes() == right


def test_what_a_feed_is_like_is_noted(site: Path, digest: Digest, loopback: Loopback) -> None:
    items = [
        item("Bridge opens", "/bridge"),
        item("Bridge opens", "/bridge"),
        item("Choir sings", "/choir", date=""),
        item("Far ahead", "/ahead", date="Mon, 17 Aug 2043 09:00:00 +0000"),
    ]
    loopback.routes["/feed"] = says(rss(*items))
    subscribe(site, gazette=loopback.url("/feed"))
    digest("fetch")
    state = fetched(site)[loopback.url("/feed")]
    assert (state["items"], state["undated"], state["doubles"]) == (4, 1, 1)
    assert state["newest"] == "2026-08-17T09:00:00Z"


def test_a_file_of_a_run_that_was_cut_short_is_taken_in_by_the_next(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    subscribe(site, gazette=loopback.url("/feed"))
    digest("fetch")
    inbox, waiting = site / "content/inbox", site / "build/cache/fetched"
    waiting.mkdir(parents=True)
    (inbox / "fetched-20260818T120000Z.warc.gz").rename(waiting / "before.warc.gz")
    digest("fetch", "--ingest")
    assert list(articles(site)) == ["gazette-bridge-opens"]
    assert not list(waiting.iterdir())


def test_a_run_that_is_killed_is_gone_on_with_and_only_what_was_in_flight_is_asked_for_again(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    reached, released = threading.Event(), threading.Event()

    def stuck(asked: Asked) -> None:
        reached.set()
        released.wait(10)

    for name in "ab":
        page = PAGE.format(title=f"The {name} of Ulswick", text=TEXT)
        loopback.routes[f"/{name}"] = says(page.encode(), Content_Type="text/html")
    items = [item(f"The {name} of Ulswick", loopback.url(f"/{name}"), text="In brief.") for name in "ab"]
    feeds = {f"/{name}": says(rss(item(f"Bridge {name}", f"/{name}"))) for name in ("two", "three")}
    loopback.routes |= {"/one": says(rss(*items)), **feeds, "/three": in_turn(stuck, feeds["/three"])}
    loopback.routes["/b"] = in_turn(stuck, loopback.routes["/b"])
    subscribe(site, **{name: loopback.url(f"/{name}") for name in ("one", "two", "three")})
    sources = site / "site_config/sources.yml"
    rights = "    rights: {fetch_articles: true}\n  - id: two"
    sources.write_text(sources.read_text().replace("  - id: two", rights))
    settings = site / "site_config/digest.yml"
    settings.write_text(settings.read_text().replace("attempts: 1", "attempts: 1, at_once: 1"))
    command = [sys.executable, "-m", "generator", "fetch", "--ingest", "--site", str(site), "--now", NOW]
    for _ in range(2):  # while a feed is asked for, and while a page is
        reached.clear()
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as killed:
            assert reached.wait(20)
            killed.kill()
    released.set()
    status, told, _ = digest("fetch", "--ingest")
    assert loopback.asked == ["/one", "/two", "/three", "/three", "/a", "/b", "/b"]
    assert (status, told["failed"], len(articles(site))) == (0, [], 4)
    assert sorted(name for name, text in articles(site).items() if "Nobody would say" in text) == [
        "one-the-a-of-ulswick",
        "one-the-b-of-ulswick",
    ]
    digest("fetch", "--ingest")
    assert loopback.asked[7:] == ["/one", "/two", "/three"]


def test_what_a_killed_run_left_and_cannot_be_read_is_asked_for_again(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    subscribe(site, gazette=loopback.url("/feed"))
    for spoil in ("", "[]", '{"state": {"items": "many"}}'):
        project, _ = load_project(site, datetime.fromisoformat(NOW))
        fetch(project, site / "content/inbox")  # and is killed before it is remembered
        [note] = (site / "build/cache/fetching").glob("*.json")
        note.write_text(spoil)
    assert digest("fetch", "--ingest")[1]["changed"] == [loopback.url("/feed")]
    assert len(loopback.asked) == 4
    digest("ingest")
    assert list(articles(site)) == ["gazette-bridge-opens"]


def test_a_page_that_cannot_be_read_is_no_error_of_the_site(
    site: Path, digest: Digest, loopback: Loopback
) -> None:
    loopback.routes["/bridge"] = says(
        b"<html><body><p>Subscribe!</p></body></html>", Content_Type="text/html"
    )
    loopback.routes["/feed"] = says(rss(item("Bridge opens", loopback.url("/bridge"), text="In brief.")))
    subscribe(site, gazette=loopback.url("/feed"))
    sources = site / "site_config/sources.yml"
    sources.write_text(sources.read_text() + "    rights: {fetch_articles: true}\n")
    status, told, err = digest("fetch", "--ingest")
    assert (status, told["pages"]) == (0, [loopback.url("/bridge")])
    assert f"{loopback.url('/bridge')}:1:1: warning[nothing-found]" in err
    assert list(articles(site)) == ["gazette-bridge-opens"]


def test_a_place_that_cannot_be_written_to_is_told(site: Path, digest: Digest, loopback: Loopback) -> None:
    loopback.routes["/feed"] = says(rss(item("Bridge opens", "/bridge")))
    subscribe(site, gazette=loopback.url("/feed"))
    (site / "content").mkdir()
    (site / "content/inbox").write_text("a file\n")
    status, _, err = digest("fetch")
    assert (status, "error[write-failed]" in err) == (1, True)
    assert not (site / "content/fetched.json").exists()


def test_the_file_is_the_same_whatever_answers_first(site: Path, digest: Digest, loopback: Loopback) -> None:
    for number in range(12):
        loopback.routes[f"/{number}"] = says(rss(item(f"Bridge {number}", f"/{number}")))
    subscribe(site, **{f"s{number}": loopback.url(f"/{number}") for number in range(12)})
    digest("fetch")
    (file,) = (site / "content/inbox").iterdir()
    first = file.read_bytes()
    file.unlink()
    (site / "content/fetched.json").unlink()
    digest("fetch")
    assert file.read_bytes() == first


def test_a_site_without_feeds_is_told_so(site: Path, digest: Digest) -> None:
    (site / "site_config/sources.yml").write_text("sources: []\n")
    status, _, err = digest("fetch")
    assert (status, "warning[no-feeds]" in err) == (0, True)
    assert {"no-feeds", "fetch-failed", "feed-moved", "nothing-fetched", "bad-fetch-record"} <= CODES.keys()


def _sources(site: Path) -> list[dict[str, str]]:
    told: list[dict[str, str]] = yaml.safe_load((site / "site_config/sources.yml").read_text())["sources"]
    return told


def _files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and "cache" not in path.parts
    }
