"""What is new in a story: figures, names, places and outlets that no report had before, and its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from newsroom import OUTLETS, at, coverage, report, settings

from generator.digest import compose, unquoted, without
from generator.digest.names import full_names_in
from generator.digest.numbers import counts_in
from generator.model.article import Article, Label
from generator.model.edition import Edition, Entry, Period, State
from generator.model.topic import TopicKind
from generator.settings import Settings, SourceEntry, TopicEntry, make_settings

TITLE = "Flood in the valley"


def told(day: int, source: str, body: str, *, title: str = TITLE, hour: int = 9, **fields: object) -> Article:
    article = report(day, source, title, hour=hour)
    return replace(article, body=body, **fields)


def editions_of(story: Sequence[Article], site: Settings | None = None, now: int = 30) -> dict[str, Edition]:
    known = coverage(story, {"story": story})
    return {edition.id: edition for edition in compose(known, site or settings(), {}, at(now))}


def last_entry(story: Sequence[Article], site: Settings | None = None) -> Entry:
    days = [e for e in editions_of(story, site).values() if e.period is Period.DAY]
    return days[-1].entries[0]


def figures(*bodies: str, language: str = "en") -> list[str]:
    """The new figures of the last of `bodies`, a day's report each."""
    story = [
        told(10 + n, "courier", body, title=f"{TITLE} {'abc'[n]}", language=language)
        for n, body in enumerate(bodies)
    ]
    return [line.text for line in last_entry(story).changed.numbers]


def names(*bodies: str) -> list[str]:
    story = [
        told(10 + n, "courier", body, title=f"{TITLE} {'abc'[n]}", authors=("Ada Scribe",))
        for n, body in enumerate(bodies)
    ]
    return [line.text for line in last_entry(story).changed.names]


def test_a_new_figure_is_quoted_with_the_words_around_it_and_cited() -> None:
    body = "The flood went on. At least 14 people were killed in the valley."
    story = [told(10, "courier", "Water rose and 12 people were killed."), told(11, "radio", body)]
    (line,) = last_entry(story).changed.numbers
    (citation,) = line.citations
    assert line.text == "At least 14 people were killed"
    assert body[citation.start : citation.end] == line.text


@pytest.mark.parametrize(
    "before",
    ["1,900 homes", "1.900 homes", "1\u00a0900 homes", "1900 homes", "1.9 thousand homes", "1,912 homes"],
)
def test_a_figure_in_another_notation_or_rounded_is_not_new(before: str) -> None:
    assert figures(f"It left {before} dark.", "It left about 1,900 homes dark.") == []


def test_a_figure_that_was_spelled_out_is_not_new() -> None:
    assert figures("The flood hit fourteen schools.", "It hit 14 schools.") == []
    assert figures("It took twenty-one boats.", "It took 21 boats.") == []


def test_a_higher_toll_is_new_though_it_is_near() -> None:
    assert figures("It left 100 people homeless.", "It left 120 people homeless.") == ["120 people homeless"]


@pytest.mark.parametrize(
    "body",
    [
        "It began on 17 August 2026 and on August 18, too.",
        "It began at 9.30 pm, or 21:30, and went on until 23 Uhr.",
        "Anna Muster, 43, is a 43-year-old and 43 years old, aged 43.",
        "She lives at 12 Main Street and drives on Highway 61.",
        "They won 3-2 in round 4 of 7 and came 5th.",
        "Flight 370 was a Boeing 777 of the 12th squadron.",
        "In 2019 it was worse; since 1998 it is known.",
        "It lasted 24 hours after 3 days of rain.",
        "See page 12, section 4 and article 23 of Regulation 2016/679.",
        "Call 555 1234 or +49 40 123456.",
        "From 10 to 12 people saw it; between four and 70 people did.",
        "The ferry holds 250, they say.",
    ],
)
def test_other_numbers_are_no_figures(body: str) -> None:
    assert [body[c.start : c.end] for c in counts_in(body, "en")] == []


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("The damage is put at $4.5 million by all.", "en", ["is put at $4.5 million"]),
        ("Turnout was 61 per cent.", "en", ["Turnout was 61 per cent"]),
        ("The tariffs (61 per cent) stay.", "en", []),
        ("They paid $3 million.", "en", ["$3 million"]),
        ("It took 50% of the seats in May.", "en", ["50% of the seats"]),
        ("He got 12 years in prison.", "en", ["12 years in prison"]),
        ("Rund 1.900 Haushalte waren ohne Strom.", "de", ["Rund 1.900 Haushalte"]),
        ("يبلغ من العمر 46 عاما", "ar", []),
    ],
)
def test_measures_and_counts_are_figures(body: str, language: str, expected: list[str]) -> None:
    assert [body[c.start : c.end] for c in counts_in(body, language)] == expected


def test_a_figure_far_down_counts_only_when_a_second_report_has_it() -> None:
    filler = "Nothing else is known of it by now. " * 20
    first = told(10, "courier", "The flood came.")
    one = told(11, "radio", f"{filler}The wall has 77 metres.", hour=9)
    two = told(11, "gazette", f"{filler}Experts say 77 metres of wall fell.", hour=10)
    assert last_entry([first, one]).changed.numbers == ()
    assert [line.text for line in last_entry([first, one, two]).changed.numbers] == ["77 metres"]


def test_a_copy_tells_nothing_new() -> None:
    first = told(10, "courier", "The flood came.")
    copy = told(11, "radio", "The flood took 14 boats.")
    known = coverage([first, copy], {"story": [first, copy]}, copies={copy.id: first.id})
    entry = next(e for e in compose(known, settings(), {}, at(30)) if e.id == "2026/08/11").entries[0]
    assert entry.changed.numbers == entry.changed.names == ()


def test_an_opinions_figures_are_its_own() -> None:
    first = told(10, "courier", "The flood came.")
    view = told(11, "radio", "I say 14 boats are too few.", label=Label.OPINION)
    assert last_entry([first, view]).changed.numbers == ()


def test_a_name_is_new_when_no_report_had_its_surname() -> None:
    body = "The council chose Prime Minister Anna Muster to lead it. Muster said that she would."
    assert names("The flood came.", body) == ["Anna Muster"]
    assert names("Muster warned of the flood.", body) == []


def test_who_is_named_once_in_passing_is_no_news() -> None:
    assert names("The flood came.", "The water reached the house of Anna Muster by night.") == []


def test_authors_and_outlets_are_no_names() -> None:
    assert names("The flood came.", "It was seen by Ada Scribe. Scribe wrote it down.") == []


def test_names_are_whole_or_not_at_all() -> None:
    text = (
        "Nobody from the Democratic Republic of the Congo met Malawian President Lazarus Chakwera. "
        "United Nations staff left on Monday Morning with CHP Officer Brian Pennings."
    )
    found = [text[name.start : name.end] for name in full_names_in(text, frozenset())]
    part = (
        "They left the Ministry of Health and Human Services for the Centre for Near-Earth Object Studies. "
        "There they met President of Austria Alexander Moss."
    )
    assert list(full_names_in(part, frozenset())) == []
    assert found == ["Democratic Republic of the Congo", "Lazarus Chakwera", "Brian Pennings"]


def _with_places(*places: TopicEntry) -> Settings:
    outlets = [SourceEntry(id=one, name=one.title()) for one in OUTLETS]
    return make_settings(settings().digest, sources=outlets, topics=places)


def test_a_place_of_the_vocabulary_is_new_once() -> None:
    site = _with_places(TopicEntry(id="oberdale", name="Oberdale", kind=TopicKind.PLACE))
    story = [
        told(10, "courier", "The flood came."),
        told(11, "courier", "It reached Oberdale by noon.", title=f"{TITLE} b"),
        told(12, "courier", "In Oberdale it fell.", title=f"{TITLE} c"),
    ]
    assert [line.text for line in last_entry(story[:2], site).changed.places] == ["Oberdale"]
    assert last_entry(story, site).changed.places == ()


def test_an_outlet_is_new_with_its_first_own_report() -> None:
    story = [told(10, "courier", "One."), told(11, "radio", "Two."), told(12, "radio", "Three.", hour=8)]
    assert last_entry(story[:2]).changed.sources == ("radio",)
    assert last_entry(story).changed.sources == ()


def test_phrases_count_against_what_may_be_quoted() -> None:
    site = settings()
    lead = "The flood went on all night and nobody slept in the valley. " * 3
    body = f"{lead.strip()} At least 14 people were killed."
    story = [told(10, "courier", "The flood came."), told(11, "radio", body)]
    entry = last_entry(story, site)
    quoted = {at for line in entry.quoted for c in line.citations for at in range(c.start, c.end)}
    assert len(quoted) <= 200
    barred = make_settings(
        site.digest,
        sources=[
            SourceEntry.model_validate({"id": one, "name": one.title(), "rights": {"link_only": True}})
            for one in OUTLETS
        ],
    )
    assert last_entry(story, barred).changed.phrases == ()


def test_tomorrows_news_does_not_change_what_was_new_today() -> None:
    story = [
        told(10, "courier", "The flood took 12 boats."),
        told(11, "radio", "The flood took 14 boats. Anna Muster spoke; Muster wept."),
        told(12, "gazette", "The flood took 14 boats and 15 cows."),
    ]
    before, after = editions_of(story[:2]), editions_of(story)
    assert before["2026/08/11"].entries[0] == after["2026/08/11"].entries[0]


def test_a_day_says_the_same_whether_the_days_before_are_composed_or_replayed() -> None:
    story = [
        told(10, "courier", "The flood took 12 boats. Anna Muster spoke; Muster wept."),
        told(11, "radio", "The flood took 14 boats, said Ben Doyle. Doyle saw it."),
        told(12, "gazette", "It took 14 boats and 15 cows. Muster met Doyle and Carla Reeve; Reeve left."),
    ]
    all_at_once = editions_of(story)
    days = {id_: edition for id_, edition in all_at_once.items() if edition.period is Period.DAY}
    replayed = {id_: replace(days[id_], closed=True) for id_ in list(days)[:2]}
    known = coverage(story, {"story": story}, records=replayed.values())
    again = {e.id: e for e in compose(known, settings(), replayed, at(30))}
    last = "2026/08/12"
    assert again[last].entries == all_at_once[last].entries
    assert [line.text for line in again[last].entries[0].changed.numbers] == ["15 cows"]
    assert [line.text for line in again[last].entries[0].changed.names] == ["Carla Reeve"]


def test_what_rests_on_a_lost_or_barred_article_is_not_shown() -> None:
    story = [told(10, "courier", "The flood came."), told(11, "radio", "The flood took 14 boats.")]
    edition = editions_of(story)["2026/08/11"]
    assert edition.entries[0].changed.numbers
    assert unquoted(edition, {story[1].id}).entries[0].changed.phrases == ()
    assert without(edition, {story[1].id}).entries == ()


def test_a_week_tells_a_story_whole() -> None:
    story = [told(10, "courier", "The flood came."), told(11, "radio", "The flood took 14 boats.")]
    (entry,) = editions_of(story)["2026/W33"].entries
    assert (entry.state, entry.changed.phrases, entry.changed.sources) == (None, (), ())


def _reports(day: int, count: int, hour: int = 9) -> list[Article]:
    return [told(day, one, "Water.", title=f"{TITLE} {day}{hour}", hour=hour) for one in OUTLETS[:count]]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({10: 2}, State.NEW),
        ({10: 1, 11: 4}, State.GROWING),
        ({10: 1, 11: 2}, State.STEADY),
        ({10: 4, 11: 1}, State.FADING),
        ({10: 4, 14: 1}, State.STEADY),
        ({10: 4, 15: 1}, State.STEADY),
        ({10: 4, 16: 1}, State.RETURNED),
    ],
)
def test_a_state_is_told_by_independent_reports_of_the_days_before(
    days: dict[int, int], expected: State
) -> None:
    story = [article for day, count in days.items() for article in _reports(day, count)]
    assert last_entry(story).state is expected


def test_a_morning_is_not_held_against_whole_days() -> None:
    evening = [*_reports(10, 1, hour=6), *_reports(10, 4, hour=20)]
    assert last_entry([*evening, *_reports(11, 1, hour=7)]).state is State.STEADY
    assert last_entry([*evening, *_reports(11, 1, hour=21)]).state is State.FADING
