"""Stories: what joins, what does not, and what never changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, StoryId, TopicId
from generator.model.story import Lineage, Role, Story
from generator.model.topic import Topic, TopicKind
from generator.stories import Merge, Rulings, Split, follow_stories, trace_lineage
from generator.stories.features import Features
from generator.stories.likeness import Report, compare, likeness

NOTHING = Features(
    language="en",
    terms={},
    grams={},
    anchors={},
    topics={},
    names=frozenset(),
    title_names=frozenset(),
    serials={},
)
START = datetime(2026, 8, 10, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Window:
    window_days: int = 14
    join: float = 0.30


def article(name: str, title: str, body: str, hours: float = 0, **more: object) -> Article:
    made = Article(
        id=ArticleId(f"2026/08/10/{name}"),
        title=title,
        body=body,
        source=SourceId(name.partition("-")[0]),
        published=START + timedelta(hours=hours),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the tests' own keywords


DAM = article(
    "herald-dam",
    "Cloudy water below Oberdale dam",
    "Farmers saw cloudy water below the Oberdale dam on Sunday. Engineers of the Aske Water Board measured "
    "seepage of 14 litres a second at the foot of the dam and lowered the reservoir by a metre.",
)
DAM_LATER = article(
    "courier-dam",
    "Seepage at Oberdale dam grows to 40 litres a second",
    "The seepage below the Oberdale dam has grown, the Aske Water Board said. Its "
    "engineers measured 40 litres "
    "a second of cloudy water at the foot of the dam. The reservoir is being lowered further.",
    hours=26,
)
FERRY = article(
    "times-ferry",
    "Ferry Gannet aground in fog off Tarnhaven",
    "The ferry Gannet ran aground in fog off Tarnhaven with 61 passengers aboard. The "
    "Coast Guard took them "
    "off by boat, and nobody was hurt. The captain spoke of a radar failure.",
    hours=2,
)
OTHER_FERRY = article(
    "news-collision",
    "Ferry Solvind hits harbour wall at Port Aldous",
    "The car ferry Solvind struck the inner wall at Port Aldous on arrival. Eleven "
    "passengers were treated in "
    "hospital for cuts and bruises. The crossing is suspended until divers have seen the bow.",
    hours=30,
)
CHOIR = article(
    "weekly-choir",
    "Sailors' choir turns seventy-five",
    "The choir that sings shanties in the old chapel gave its anniversary concert. Its "
    "oldest tenor, who is "
    "ninety, sang the opening verse alone.",
    hours=4,
)
EVERYTHING = (DAM, DAM_LATER, FERRY, OTHER_FERRY, CHOIR)


def follow(*articles: Article, fixed: dict[ArticleId, StoryId] | None = None) -> tuple[Story, ...]:
    return follow_stories(articles, trace_lineage(articles), Rulings(fixed=fixed or {}), {}, Window())


def story_ids(stories: tuple[Story, ...]) -> dict[ArticleId, StoryId]:
    return {member: story.id for story in stories for member in story.articles}


def test_two_reports_of_one_event_are_one_story() -> None:
    found = story_ids(follow(*EVERYTHING))
    assert found[DAM.id] == found[DAM_LATER.id] == DAM.id


def test_two_ferry_incidents_are_two_stories() -> None:
    found = story_ids(follow(*EVERYTHING))
    assert found[FERRY.id] != found[OTHER_FERRY.id]


def test_a_story_bears_the_id_of_the_article_that_founded_it() -> None:
    stories = follow(*EVERYTHING)
    assert [story.id for story in stories] == sorted([DAM.id, FERRY.id, OTHER_FERRY.id, CHOIR.id])


def test_no_article_means_no_story() -> None:
    assert follow() == ()


def test_twelfth_and_thirteenth_package_are_two_stories() -> None:
    body = (
        "The council of ministers adopted the {} package of measures against smuggling on "
        "Monday. The measures "
        "list ships and harbours, and they take effect when the gazette has printed them."
    )
    twelfth = article("herald-12", "Ministers adopt 12th package of measures", body.format("12th"))
    thirteenth = article(
        "courier-13", "Ministers adopt 13th package of measures", body.format("13th"), hours=50
    )
    assert len(follow(twelfth, thirteenth)) == 2


def test_a_month_of_silence_ends_a_story() -> None:
    later = replace(DAM_LATER, published=START + timedelta(days=31))
    assert len(follow(DAM, later)) == 2


def test_an_article_without_a_date_may_join_a_story_that_is_over() -> None:
    undated = replace(DAM, id=ArticleId("2026/10/01/courier-dam"), source=SourceId("courier"), published=None)
    undated = replace(
        undated, retrieved=START + timedelta(days=60), title="Oberdale dam: cloudy water seen below"
    )
    assert len(follow_stories((DAM, undated), {}, Rulings(), {}, Window())) == 1


def test_a_copy_is_in_the_story_of_its_original_whatever_its_title() -> None:
    copy = replace(
        DAM, id=ArticleId("2026/08/11/news-wet"), source=SourceId("news"), title="Wet feet in the valley"
    )
    lineage = {copy.id: Lineage(article=copy.id, role=Role.COPY, of=DAM.id)}
    assert story_ids(follow_stories((DAM, copy), lineage, Rulings(), {}, Window()))[copy.id] == DAM.id


def test_late_article_keeps_story_id() -> None:
    early = replace(DAM_LATER, id=ArticleId("2026/08/09/early-dam"), published=START - timedelta(hours=9))
    fixed: dict[ArticleId, StoryId] = {DAM.id: StoryId(DAM.id)}
    stories = follow(early, *EVERYTHING, fixed=fixed)
    found = story_ids(stories)
    assert found[early.id] == found[DAM.id] == DAM.id
    assert next(story for story in stories if story.id == DAM.id).articles[0] == early.id


def test_a_published_story_is_kept_though_it_would_not_be_made_today() -> None:
    fixed = {CHOIR.id: StoryId("2026/08/01/gone"), FERRY.id: StoryId("2026/08/01/gone")}
    found = story_ids(follow(*EVERYTHING, fixed=fixed))
    assert found[CHOIR.id] == found[FERRY.id] == "2026/08/01/gone"


def test_published_stories_are_merged_by_what_is_new_and_the_older_gives_its_id() -> None:
    seen = article("courier-dam", DAM.title, DAM.body, hours=3)
    new = article("gazette-dam", DAM.title, DAM.body, hours=5)
    fixed = {DAM.id: StoryId(DAM.id), seen.id: StoryId(seen.id)}
    rulings = Rulings(fixed=fixed, published=frozenset(fixed.values()))
    apart = story_ids(follow_stories((*EVERYTHING, seen), {}, rulings, {}, Window()))
    assert apart[DAM.id] != apart[seen.id]  # what is on record is not judged again
    found = story_ids(follow_stories((*EVERYTHING, seen, new), {}, rulings, {}, Window()))
    assert found[new.id] in {DAM.id, seen.id}
    assert found[DAM.id] == found[seen.id] == min((DAM.id, seen.id), key=lambda id_: (id_ != DAM.id, id_))


def test_a_story_takes_the_id_under_which_a_part_of_it_was_seen() -> None:
    early = replace(DAM_LATER, id=ArticleId("2026/08/09/early-dam"), published=START - timedelta(hours=9))
    rulings = Rulings(published=frozenset([StoryId(DAM.id)]))
    found = story_ids(follow_stories((early, *EVERYTHING), {}, rulings, {}, Window()))
    assert found[early.id] == found[DAM.id] == DAM.id


def test_a_ruling_merges_what_is_not_alike_and_what_comes_later_follows() -> None:
    merge = Merge(day=START.date(), gone=StoryId(CHOIR.id), kept=StoryId(FERRY.id))
    again = article("courier-choir", CHOIR.title, CHOIR.body, hours=30)
    apart = story_ids(follow_stories((*EVERYTHING, again), {}, Rulings(), {}, Window()))
    assert apart[again.id] == apart[CHOIR.id] != apart[FERRY.id]
    found = story_ids(follow_stories((*EVERYTHING, again), {}, Rulings(merges=(merge,)), {}, Window()))
    assert found[again.id] == found[CHOIR.id] == found[FERRY.id] == FERRY.id


def test_what_a_ruling_split_is_never_merged_again() -> None:
    seen = article("courier-dam", DAM.title, DAM.body, hours=3)
    again = article("gazette-dam", DAM.title, DAM.body, hours=30)
    split = Split(day=START.date(), story=StoryId(DAM.id), articles=(seen.id,))
    everything = (*EVERYTHING, seen, again)
    together = story_ids(follow_stories(everything, {}, Rulings(), {}, Window()))
    assert together[seen.id] == together[DAM.id]
    found = story_ids(follow_stories(everything, {}, Rulings(splits=(split,)), {}, Window()))
    assert found[seen.id] == seen.id
    assert found[DAM.id] == DAM.id
    assert found[again.id] in {seen.id, DAM.id}


def test_a_split_off_founder_keeps_the_id_and_the_others_leave() -> None:
    split = Split(day=START.date(), story=StoryId(DAM.id), articles=(DAM.id,))
    seen = article("courier-dam", DAM.title, DAM.body, hours=3)
    found = story_ids(follow_stories((*EVERYTHING, seen), {}, Rulings(splits=(split,)), {}, Window()))
    assert found[DAM.id] == DAM.id
    assert found[seen.id] != DAM.id


def test_rulings_on_what_is_not_there_change_nothing() -> None:
    gone = StoryId("2026/08/01/gone")
    rulings = Rulings(
        merges=(Merge(day=START.date(), gone=gone, kept=StoryId(DAM.id)),),
        splits=(Split(day=START.date(), story=gone, articles=(DAM.id,)),),
    )
    assert follow_stories(EVERYTHING, {}, rulings, {}, Window()) == follow(*EVERYTHING)


def test_a_report_in_another_language_joins_by_names_numbers_and_topics() -> None:
    german = article(
        "bote-damm",
        "Am Oberdale-Damm sickert Wasser",
        "Durch den Fuß des Oberdale-Damms sickern 14 Liter in der Sekunde, sagt der Wasserverband Aske. "
        "Der Stausee wird abgesenkt.",
        hours=8,
        language="de",
    )
    arabic = article(
        "sawt-sadd",
        "تسرّب المياه أسفل سدّ أوبرديل",
        "قالت هيئة المياه في وادي أسك إن 14 لتراً في الثانية تتسرّب أسفل سدّ أوبرديل، وإن البحيرة تُخفَّض.",
        hours=9,
        language="ar",
    )
    dam = Topic(
        id=TopicId("oberdale-dam"),
        name="Oberdale dam",
        kind=TopicKind.PLACE,
        aliases=("Oberdale-Damm", "سدّ أوبرديل"),
    )
    everything = (*EVERYTHING, german, arabic)
    found = story_ids(follow_stories(everything, {}, Rulings(), {dam.id: dam}, Window()))
    assert found[german.id] == found[arabic.id] == DAM.id


def test_a_story_names_its_topics_by_weight() -> None:
    vocabulary = {
        TopicId(name.lower()): Topic(id=TopicId(name.lower()), name=name)
        for name in ("Dam", "Reservoir", "Ferry")
    }
    stories = follow_stories((DAM, DAM_LATER), {}, Rulings(), vocabulary, Window())
    assert stories[0].topics == ("dam", "reservoir")


def test_a_story_is_related_to_older_ones_alone_and_says_why() -> None:
    inquiry = article(
        "post-gannet",
        "Owner of the Gannet buys a second ship",
        "The company that owns the Gannet wants a sister ship for the Tarnhaven line next spring, built in "
        "Port Aldous. The Coast Guard welcomed it.",
        hours=24 * 20,
    )
    by_id = {story.id: story for story in follow(*EVERYTHING, inquiry)}
    assert by_id[StoryId(inquiry.id)].related[0].story == FERRY.id
    assert by_id[StoryId(inquiry.id)].related[0].reason.startswith("both name ")
    assert all(related.story != inquiry.id for story in by_id.values() for related in story.related)


def test_related_stories_are_told_by_whole_names() -> None:
    first = article(
        "times-inquiry",
        "Choir of the rescuers asks for a hall",
        "In September, Coast Guard Lieutenant Pieter Vane told the hall in Tarnhaven, Helge Strand being "
        "away, that his singers had no roof. For them Mrs Sandal spoke, and so did a baker.",
    )
    second = article(
        "herald-prize",
        "Prize for a rescuer",
        "On a day in September the prize went to Pieter Vane. He thanked Helge Strand and Mrs Sandal. Nobody "
        "else had applied, the jury of the rescue society said.",
        hours=400,
    )
    fillers = [
        article(f"paper{number}", f"A {thing}", f"The {thing} was seen by nobody at all.", hours=40 * number)
        for number, thing in enumerate(("comet", "heron", "quilt"))
    ]
    stories = {story.id: story for story in follow(first, second, DAM, *fillers)}
    related = {one.story: one.reason for one in stories[StoryId(second.id)].related}
    assert related[StoryId(first.id)].removeprefix("both name ") in {
        " and ".join(pair) for pair in permutations(("Pieter Vane", "Helge Strand", "Mrs Sandal"), 2)
    }


def test_a_roundup_of_unlike_stories_joins_neither_and_merges_nothing() -> None:
    week = article(
        "weekly-week",
        "The week",
        " ".join(told.body.partition(". ")[0] + "." for told in (DAM, FERRY, CHOIR)),
        hours=30,
    )
    found = story_ids(follow(DAM, FERRY, CHOIR, week))
    assert len({found[DAM.id], found[FERRY.id], found[CHOIR.id]}) == 3


def test_a_roundup_in_its_parts_own_words_ties_none_of_them_together() -> None:
    def long(part: Article) -> str:  # each in words of its own, as many as a report has
        return f"{part.body} " + " ".join(f"{part.id[-4:]}{number}" for number in range(60))

    parts = [replace(told, body=long(told)) for told in (DAM, FERRY, CHOIR)]
    week = article("weekly-week", "The week", "\n\n".join(part.body for part in parts), hours=30)
    later = article("herald-oars", "Oars", "Nothing of this was in the chapel or below the dam.", hours=31)
    everything = [*parts, week, later]
    assert trace_lineage(everything)[week.id].is_round_up
    before = {story.articles for story in follow(*parts, later)}
    after = {tuple(one for one in story.articles if one != week.id) for story in follow(*everything)}
    assert after - {()} == before


def test_an_article_named_below_another_is_likelier_of_its_story() -> None:
    later = article("herald-home", "Home again", "The road is open, and the clocks were wound.", hours=90)
    report = Report(
        source=later.source, when=later.when.timestamp(), dated=True, features=NOTHING, title="home again"
    )
    plain = replace(report, title="cloudy water")
    naming = replace(report, see_also=frozenset(("cloudy water",)))
    assert likeness(compare(naming, plain)) > likeness(compare(report, plain))
    naming_many = replace(report, see_also=frozenset(("cloudy water", "aground", "the choir")))
    assert likeness(compare(naming, plain)) > likeness(compare(naming_many, plain))
    assert likeness(compare(naming_many, plain)) > likeness(compare(report, plain))


def test_tomorrows_news_does_not_change_yesterdays_relations() -> None:
    before = {story.id: story.related for story in follow(DAM, FERRY, CHOIR)}
    after = {story.id: story.related for story in follow(*EVERYTHING)}
    assert before == {story: after[story] for story in before}


@given(order=st.permutations(EVERYTHING))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_input_changes_nothing(order: list[Article]) -> None:
    assert follow(*order) == follow(*EVERYTHING)


@given(chosen=st.sets(st.sampled_from(range(len(EVERYTHING)))))
@settings(max_examples=20, deadline=None)
def test_every_article_is_in_exactly_one_story(chosen: set[int]) -> None:
    articles = [EVERYTHING[number] for number in sorted(chosen)]
    members = [member for story in follow(*articles) for member in story.articles]
    assert sorted(members) == sorted(article.id for article in articles)
