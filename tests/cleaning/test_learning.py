"""What recurs over a source's articles is learned when it can be nothing but boilerplate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning import Cuts, Samples, SourceBook, cut, named, without_learned
from generator.model.article import Article
from generator.model.boilerplate import LearnedLine, Place, line_id
from generator.model.ids import UNKNOWN_SOURCE, ArticleId, SourceId
from generator.model.source import Source

GAZETTE = Source(id=SourceId("gazette"), name="Harbour Gazette")
LETTER = "Sign up for our morning letter."
_SUBJECTS = """ferry bridge hospital election budget weather school library museum orchard railway
    lighthouse theatre marathon bakery quarry aquarium vineyard stadium observatory"""
SUBJECTS = _SUBJECTS.split()


def article(number: int, *lines: str, title: str | None = None, url: str | None = None) -> Article:
    subject = SUBJECTS[number % len(SUBJECTS)]
    when = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(days=number)
    own = f"The {subject} is what report number {number} is about, and nothing else that week was like it."
    return Article(
        id=ArticleId(f"{when:%Y/%m/%d}/gazette-{subject}-{number}"),
        title=title or f"News about the {subject}",
        body="\n\n".join(line if line != "OWN" else own for line in lines),
        source=GAZETTE.id,
        published=when,
        url=url,
    )


def learned(
    articles: Sequence[Article], known: Sequence[LearnedLine] = (), kept: Sequence[str] = ()
) -> dict[str, LearnedLine]:
    samples = Samples()
    for one in articles:
        samples.put(one)
    by_id = {one.id: one for one in articles}
    found = samples.learn(GAZETTE.id, known, kept)
    lines = named([(finding, by_id[finding.article]) for finding in found], known, GAZETTE)
    return {line.text: line for line in lines}


def test_line_that_ends_five_articles_is_learned() -> None:
    line = learned([article(number, "OWN", LETTER) for number in range(5)])[LETTER]
    assert (line.place, line.seen, line.of) == (Place.END, 5, 5)
    assert line.id == "sign-up-for-our-morning-letter"


def test_nothing_is_learned_of_fewer_than_five_articles() -> None:
    assert learned([article(number, "OWN", LETTER) for number in range(4)]) == {}
    four_of_nine = [article(n, "OWN", *([LETTER] if n < 4 else [])) for n in range(9)]
    assert learned(four_of_nine) == {}


def test_line_that_begins_articles_is_learned_for_their_start() -> None:
    line = "This is part of our weekly look at the harbour, which you can have by post."
    assert learned([article(n, line, "OWN") for n in range(6)])[line].place is Place.START


def test_box_in_the_midst_of_half_of_the_articles_is_learned() -> None:
    box = "Sign up for our morning letter and you have the news of the harbour before breakfast."
    articles = [
        article(n, "OWN", *([box] if n % 2 else []), f"The end of {n}, in other words.") for n in range(12)
    ]
    assert learned(articles)[box].place is Place.ANYWHERE


def test_short_sentence_in_the_midst_is_not() -> None:
    articles = [article(n, "OWN", "He declined to comment.", f"The end of {n}.") for n in range(12)]
    assert learned(articles) == {}


def test_versions_of_one_text_teach_nothing() -> None:
    report = ["The dam above Oberdale broke on Monday.", "Eleven people are missing.", "Sirens were heard."]
    versions = [article(n, *report, f"Update {n}.", title=f"Dam {SUBJECTS[n]}") for n in range(8)]
    assert learned([*versions, *(article(n, "OWN") for n in range(10, 20))]) == {}


def test_live_report_that_grows_teaches_nothing() -> None:
    posts = [f"Post number {n}: the water stands at {n} metres, says the fire brigade." for n in range(9)]
    versions = [
        article(n, *reversed(posts[: n + 1]), title=f"{SUBJECTS[n]} flooded".title()) for n in range(9)
    ]
    assert learned([*versions, *(article(n, "OWN") for n in range(10, 20))]) == {}


def test_background_of_one_event_is_not_boilerplate() -> None:
    background = "The ferry struck a rock off Port Aldous on 9 August, and eleven people were hurt."
    reports = [article(n, "OWN", background, title=f"Ferry {SUBJECTS[n]} questioned") for n in range(6)]
    assert learned([*reports, *(article(n, "OWN") for n in range(6, 20))]) == {}


def test_what_does_not_speak_to_the_reader_must_recur_more_often() -> None:
    background = "The harbour has been closed to large ships since the storm of last November."
    few = [article(n, "OWN", *([background] if n % 4 == 0 else [])) for n in range(24)]
    many = [article(n, "OWN", *([background] if n % 2 == 0 else [])) for n in range(24)]
    assert learned(few) == {}
    assert background in learned(many)


def test_sentence_at_the_end_of_each_text_is_learned() -> None:
    report = "The {0} was opened again. It had been closed since the {0} of {1} was moved."
    articles = [
        article(n, f"{report.format(SUBJECTS[n], n)} For more news visit www.harbour-gazette.example today.")
        for n in range(8)
    ]
    assert list(learned(articles)) == ["For more news visit www.harbour-gazette.example today."]


def test_own_address_may_differ_from_article_to_article() -> None:
    articles = [
        article(
            n,
            "OWN",
            f"View the original at https://gazette.example/news/{n}",
            url=f"https://www.gazette.example/news/{n}",
        )
        for n in range(6)
    ]
    assert list(learned(articles)) == ["View the original at https://gazette.example/…"]


def test_kept_line_is_not_learned_and_no_longer_cut() -> None:
    articles = [article(number, "OWN", LETTER) for number in range(6)]
    line = learned(articles)[LETTER]
    assert learned(articles, kept=[LETTER]) == {}
    assert not Cuts.of([line], [LETTER])


def test_known_line_is_not_learned_again_and_shows_what_stands_above_it() -> None:
    above = "Follow us on the harbour front, where you find our stall."
    articles = [article(number, "OWN", above, LETTER) for number in range(6)]
    known = learned([article(number, "OWN", LETTER) for number in range(5)])[LETTER]
    assert list(learned(articles, [known])) == [above]


def test_no_source_no_boilerplate() -> None:
    samples = Samples()
    for number in range(8):
        one = article(number, "OWN", LETTER)
        samples.put(
            Article(id=one.id, title=one.title, body=one.body, source=UNKNOWN_SOURCE, published=one.when)
        )
    assert samples.learn(UNKNOWN_SOURCE, (), ()) == []


def test_order_of_the_articles_does_not_matter() -> None:
    articles = [article(n, "OWN", *([LETTER] if n % 3 else [])) for n in range(600)]
    assert learned(articles) == learned(articles[::-1])


def line(text: str, place: Place = Place.END) -> LearnedLine:
    return LearnedLine(id=line_id(text, ()), text=text, place=place, seen=5, of=5)


def test_bullets_beside_what_is_cut_go_along() -> None:
    assert cut(["Prose.", "* *", LETTER, "*"], Cuts.of([line(LETTER)]), None).paragraphs == ("Prose.",)
    assert cut(["Prose.", "* *"], Cuts.of([line(LETTER)]), None).paragraphs == ("Prose.", "* *")


def test_learned_line_in_the_midst_of_prose_stays() -> None:
    text = ("Before.", LETTER, "Behind.")
    assert cut(text, Cuts.of([line(LETTER)]), None).paragraphs == text


def test_short_line_goes_only_below_another() -> None:
    cuts = Cuts.of([line(LETTER), line("Canada")])
    assert cut(["Made in", "Canada"], cuts, None).paragraphs == ("Made in", "Canada")
    assert cut(["Prose.", LETTER, "Canada"], cuts, None).paragraphs == ("Prose.",)


def test_article_that_is_nothing_else_keeps_a_paragraph() -> None:
    assert cut([LETTER, LETTER], Cuts.of([line(LETTER)]), None).paragraphs == (LETTER,)


def test_credit_above_what_is_cut_is_read() -> None:
    book = SourceBook.of([GAZETTE])
    cleaned = without_learned(
        article(1, "OWN", "© 2026 Agence France-Presse", LETTER), Cuts.of([line(LETTER)]), book
    )
    assert cleaned.article is not None
    assert cleaned.article.credit == (SourceId("agence-france-presse"),)
    assert cleaned.article.body == article(1, "OWN").body
    assert cleaned.article.cut == ("sign-up-for-our-morning-letter",)
    assert [source.name for source in cleaned.new_sources] == ["Agence France-Presse"]


LINES = [f"Recurring line number {n} of the paper." for n in range(4)]
TEXTS = st.lists(
    st.sampled_from([*LINES, "* *", "Own words.", "Other words of its own."]), min_size=1, max_size=9
)


@given(TEXTS, st.sets(st.sampled_from(LINES)), st.sets(st.sampled_from(LINES)), st.sampled_from(list(Place)))
def test_cutting_in_two_steps_is_cutting_in_one(
    text: list[str], first: set[str], second: set[str], place: Place
) -> None:
    some = Cuts.of([line(one, place) for one in sorted(first)])
    every = Cuts.of([line(one, place) for one in sorted(first | second)])
    if any(one.startswith(("Own", "Other")) for one in text):
        assert (
            cut(cut(text, some, None).paragraphs, every, None).paragraphs == cut(text, every, None).paragraphs
        )


@given(TEXTS, st.sets(st.sampled_from(LINES)))
def test_nothing_is_cut_but_what_was_learned(text: list[str], known: set[str]) -> None:
    left = list(cut(text, Cuts.of([line(one) for one in sorted(known)]), None).paragraphs)
    assert left
    assert left == text[: len(left)]
    assert set(text[len(left) :]) <= known | {"* *"}
