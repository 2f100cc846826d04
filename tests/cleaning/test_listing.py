"""Feeds of a list find the source whose they are, or become one."""

from __future__ import annotations

from generator.cleaning import SourceBook, enlist
from generator.diagnostics import Position
from generator.model.ids import SourceId
from generator.model.source import Feed, Source, SourceDraft


def draft(
    name: str, url: str, *folders: str, homepage: str | None = None, language: str | None = None
) -> SourceDraft:
    feed = Feed(url=url, folders=folders)
    return SourceDraft(
        origin=Position(path="list.opml"), name=name, feed=feed, homepage=homepage, language=language
    )


GAZETTE = Source(id=SourceId("gazette"), name="Harbour Gazette", domains=("gazette.example",))
NONE = SourceBook.of([])
KNOWN = SourceBook.of([GAZETTE])


def test_unknown_publisher_becomes_a_source() -> None:
    (new,) = enlist([draft("Tarn Times", "https://feeds.tarn.example/a", language="en")], NONE).new
    assert (new.id, new.name, new.domains, new.language) == (
        "tarn-times",
        "Tarn Times",
        ("tarn.example",),
        "en",
    )
    assert new.feeds == (Feed(url="https://feeds.tarn.example/a"),)


def test_homepage_tells_the_host_of_a_shared_feed() -> None:
    (new,) = enlist(
        [draft("T", "https://feeds.feedburner.com/t", homepage="https://www.tarn.example/")], NONE
    ).new
    assert (new.domains, new.homepage) == (("tarn.example",), "https://www.tarn.example/")


def test_host_of_many_publishers_is_nobodys() -> None:
    listed = enlist([draft(n, f"https://feeds.feedburner.com/{n}") for n in ("A", "B")], NONE)
    assert [(source.name, source.domains) for source in listed.new] == [("A", ()), ("B", ())]


def test_feed_of_a_known_host_or_name_is_added_to_its_source() -> None:
    listed = enlist(
        [
            draft("Sport | Gazette", "https://www.gazette.example/sport"),
            draft("harbour gazette", "https://feeds.feedburner.com/hg"),
        ],
        KNOWN,
    )
    assert listed.new == ()
    assert listed.feeds == {
        "gazette": (
            Feed(url="https://www.gazette.example/sport", title="Sport | Gazette"),
            Feed(url="https://feeds.feedburner.com/hg"),
        )
    }


def test_feeds_of_one_host_are_one_source_by_what_their_titles_share() -> None:
    listed = enlist(
        [draft(f"{n} | The Tarn", f"https://tarn.example/{n}") for n in ("World", "Sport", "Arts")], NONE
    )
    assert [(source.name, len(source.feeds)) for source in listed.new] == [("The Tarn", 3)]


def test_two_papers_of_one_name_stay_two() -> None:
    listed = enlist([draft("Harbour Gazette", "https://other.example/feed")], KNOWN)
    assert [source.name for source in listed.new] == ["Harbour Gazette (other.example)"]


def test_one_feed_in_two_folders_is_one() -> None:
    feed = "https://tarn.example/a"
    (new,) = enlist([draft("T", feed, "News"), draft("Other", feed, "Europe")], NONE).new
    assert new.feeds == (Feed(url=feed, folders=("News", "Europe")),)


def test_what_is_known_changes_nothing() -> None:
    first = enlist([draft("T", "https://tarn.example/a"), draft("U", "https://feeds.feedburner.com/u")], NONE)
    again = enlist(
        [draft("T", "https://tarn.example/a", "New"), draft("V", "https://feeds.feedburner.com/u")],
        SourceBook.of(first.new),
    )
    assert (again.new, again.feeds) == ((), {})


def test_what_is_no_address_is_told_and_the_rest_goes_on() -> None:
    listed = enlist([draft("A", "feed.xml"), draft("B", "https://b.example/a b", homepage="x")], NONE)
    assert [problem.code for problem in listed.problems] == ["bad-url"]
    assert [(source.name, source.feeds[0].url) for source in listed.new] == [("B", "https://b.example/a%20b")]


def test_name_of_nothing_visible_is_none() -> None:
    (new,) = enlist(
        [draft("\u200b", "https://tarn.example/a"), draft(" : ", "https://tarn.example/b")], NONE
    ).new
    assert (new.name, len(new.feeds)) == ("tarn.example", 2)
