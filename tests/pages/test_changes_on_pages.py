"""What pages say of a story's state and of what is new in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages_sample import DAM, Seen, body_of, markdown, sample_site

from generator.model.edition import Changed, Citation, Edition, Entry, Line, Period, State
from generator.model.ids import digest_of
from generator.pages import SiteView, render

EDITION = "editions/2026/08/17.md"


def _with(state: State, changed: Changed) -> SiteView:
    """The sample, its second day telling the dam's story so."""
    site = sample_site()
    return replace(site, editions=[_told(edition, state, changed) for edition in site.editions])


def _told(edition: Edition, state: State, changed: Changed) -> Edition:
    if edition.period is not Period.DAY:
        return edition
    entries = tuple(
        replace(entry, state=state, changed=changed) if _is_told(edition, entry) else entry
        for entry in edition.entries
    )
    return replace(edition, entries=entries)


def _is_told(edition: Edition, entry: Entry) -> bool:
    return entry.story == DAM and edition.id == "2026/08/17"


def _page(site: SiteView, path: str) -> str:
    return next(page.text for page in render(site) if page.path == path)


def _phrase(site: SiteView) -> Line:
    edition = next(e for e in site.editions if e.id == "2026/08/17")
    entry = next(e for e in edition.entries if e.story == DAM)
    article = site.articles[entry.headline_article]
    words = " ".join(article.body.split()[:2])
    cited = Citation(article=article.id, start=0, end=len(words), hash=digest_of(words))
    return Line(text=words, citations=(cited,))


@pytest.mark.parametrize("state", [State.GROWING, State.FADING, State.RETURNED])
def test_a_state_that_says_something_is_named(state: State) -> None:
    page = _page(_with(state, Changed()), EDITION)
    assert f"*{state.value}* " in page
    assert f"*{state.value}*" in _page(_with(state, Changed()), f"stories/{DAM}.md")


@pytest.mark.parametrize("state", [State.NEW, State.STEADY])
def test_a_state_that_says_nothing_is_not(state: State) -> None:
    assert f"*{state.value}*" not in _page(_with(state, Changed()), EDITION)


def test_what_is_new_is_quoted_with_its_source() -> None:
    figure = _phrase(sample_site())
    site = _with(State.STEADY, Changed(numbers=(figure,)))
    for path in (EDITION, f"stories/{DAM}.md"):
        seen = Seen(markdown().convert(body_of(_page(site, path)))).text
        assert f"New: “{figure.text}”" in seen


def test_outlets_that_joined_are_named_but_not_the_headlines_own() -> None:
    entry = next(e for e in sample_site().editions if e.id == "2026/08/17").entries[0]
    lead = sample_site().articles[entry.headline_article].source
    others = {sample_site().articles[m.article].source for m in entry.members} - {lead}
    site = _with(State.STEADY, Changed(sources=(lead, *sorted(others))))
    page = _page(site, EDITION)
    assert page.count("first own report by") == (1 if others else 0)
    nobody = _with(State.STEADY, Changed(sources=(lead,)))
    assert "first own report by" not in _page(nobody, EDITION)


def test_markup_in_a_phrase_stays_text() -> None:
    figure = _phrase(sample_site())
    hostile = replace(figure, text="12 <b onclick=x>boats</b> [a](javascript:b)")
    page = markdown().convert(body_of(_page(_with(State.STEADY, Changed(names=(hostile,))), EDITION)))
    assert not any("onclick" in attributes for _, attributes in Seen(page).elements)
    assert "javascript:b" not in {attributes.get("href") for _, attributes in Seen(page).elements}
