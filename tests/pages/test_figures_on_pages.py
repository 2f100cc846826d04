"""What pages say of figures on which reports differ."""

from __future__ import annotations

from dataclasses import replace

from pages_sample import DAM, Seen, body_of, markdown, sample_site

from generator.model.edition import Citation, Compared, FigureKind, Line, Period
from generator.model.ids import digest_of
from generator.pages import SiteView, render

EDITION = "editions/2026/08/17.md"


def _line(site: SiteView, place: int, words: int) -> Line:
    article = site.articles[site.stories[DAM].articles[place]]
    text = " ".join(article.body.split()[:words])
    cited = Citation(article=article.id, start=0, end=len(text), hash=digest_of(text))
    return Line(text=text, citations=(cited,))


def _with(*figures: Compared) -> SiteView:
    site = sample_site()
    editions = [
        replace(
            edition,
            entries=tuple(
                replace(entry, figures=figures) if entry.story == DAM else entry for entry in edition.entries
            ),
        )
        if edition.period is Period.DAY and edition.id == "2026/08/17"
        else edition
        for edition in site.editions
    ]
    return replace(site, editions=editions, figures={DAM: figures})


def _seen(site: SiteView, path: str) -> str:
    page = next(page.text for page in render(site) if page.path == path)
    return Seen(markdown().convert(body_of(page))).text


def test_disputed_figures_stand_side_by_side_with_outlet_and_time() -> None:
    site = sample_site()
    one, other = _line(site, 0, 2), _line(site, -1, 3)
    site = _with(Compared(kind=FigureKind.INJURED, now=(one, other)))
    outlets = [site.settings.sources[site.articles[x.citations[0].article].source].name for x in (one, other)]
    for path in (EDITION, f"stories/{DAM}.md"):
        seen = _seen(site, path)
        row = seen[seen.index("Disputed: Injured: ") :][:300]
        assert row.index(f"“{one.text}”") < row.index(outlets[0]) < row.index(f"“{other.text}”")
        assert row.rindex(outlets[1]) > row.index(f"“{other.text}”")
        assert "UTC" in row


def test_a_figure_that_moved_says_what_it_was() -> None:
    site = sample_site()
    before, now = _line(site, 0, 2), _line(site, -1, 3)
    seen = _seen(_with(Compared(kind=FigureKind.DEAD, of="soldiers", now=(now,), before=(before,))), EDITION)
    row = seen[seen.index("Moved: Dead (soldiers): earlier") :]
    assert row.index(f"“{before.text}”") < row.index("now") < row.index(f"“{now.text}”")


def test_a_storys_page_has_the_figures_of_its_days_and_one_without_has_no_such_heading() -> None:
    site = sample_site()
    site_with = _with(Compared(kind=FigureKind.DEAD, now=(_line(site, 0, 2), _line(site, -1, 3))))
    page = next(page.text for page in render(site_with) if page.path == f"stories/{DAM}.md")
    assert page.count("{ .df-disputed }") == 2  # of all days, and on the day that told it
    row = page.index("**Disputed:**{ .df-disputed } Dead: ")
    assert page.index("## Figures") < row < page.index("## Who reported")
    assert "## Figures" not in next(p.text for p in render(site) if p.path == f"stories/{DAM}.md")
