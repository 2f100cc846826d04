"""What files have of articles is counted, whatever they are and whoever wrote them."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from generator.checks import Counter, Quotations, Said, Titles
from generator.checks.wording import spans_in
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Rights, Source

GAZETTE, WIRE = SourceId("gazette"), SourceId("wire")
TITLE = "Ferry Solvind strikes the harbour wall at Port Aldous again"
LEAD = "The ferry Solvind struck the wall of the harbour at Port Aldous on Sunday evening."
MORE = "Nobody aboard was badly hurt, but the vessel's owner says she'll stay in dock until spring."
LAST = "The harbour master had warned of the current in a letter to the province in April & May."
BODY = f"{LEAD} {MORE}\n\n{LAST}"


def article(name: str, body: str = BODY, source: SourceId = GAZETTE) -> Article:
    when = datetime(2026, 8, 17, tzinfo=UTC)
    return Article(id=ArticleId(name), title=TITLE, body=body, source=source, published=when)


FERRY = article("2026/08/17/gazette-ferry")


def over(
    files: dict[str, bytes],
    rights: Rights,
    meant: Quotations | None = None,
    copy: tuple[Article, Rights, Quotations] | None = None,
) -> list[str]:
    sources = {GAZETTE: Source(id=GAZETTE, name="Gazette", rights=rights)}
    articles = {FERRY.id: FERRY}
    quoted = {FERRY.id: meant or Quotations()}
    if copy:
        other, its_rights, its_quotations = copy
        sources[other.source] = Source(id=other.source, name="Wire", rights=its_rights)
        articles[other.id] = other
        quoted[other.id] = its_quotations
    counter = Counter(Said(articles=articles, sources=sources, meant=quoted, titles=Titles([TITLE])))
    for path, data in files.items():
        counter.read(path, data)
    return [str(problem.position.path) for problem in counter.over()]


def counter_of(found: Article, titles: Sequence[str] = ()) -> Counter:
    sources = {GAZETTE: Source(id=GAZETTE, name="Gazette", rights=LINK_ONLY)}
    return Counter(Said(articles={found.id: found}, sources=sources, meant={}, titles=Titles(titles)))


LINK_ONLY = Rights(link_only=True)
PAGE = '<html><head>{head}</head><body><div class="x"><p>By A. Writer</p>{body}</div></body></html>'
LINKED_DATA = json.dumps({"@graph": [{"description": LEAD}]})
AS_FILES = {
    "a page of Markdown": ("page.md", f'---\ntitle: "A page"\n---\n\n> “{LEAD}”[1](#a)\n'),
    "Markdown with escapes": ("page.md", LEAD.replace(" ", " \\\n", 1).replace("S", "&#83;")),
    "Markdown wrapped by hand": ("about.md", "\n".join(LEAD.rsplit(" ", 7))),
    "front matter": ("page.md", f'---\ntitle: "A page"\ndescription: "{LEAD}"\n---\n'),
    "a paragraph": ("index.html", PAGE.format(head="", body=f"<p>{LEAD}</p>")),
    "a paragraph with marked words": (
        "index.html",
        PAGE.format(head="", body=f"<p>{LEAD.replace('harbour', '<b>harbour</b>')}</p>"),
    ),
    "a meta description": (
        "index.html",
        PAGE.format(head=f'<meta name="description" content="{html.escape(LEAD)}">', body=""),
    ),
    "OpenGraph": (
        "index.html",
        PAGE.format(head=f"<meta property='og:description' content='{LEAD}'>", body=""),
    ),
    "a link's title": ("index.html", PAGE.format(head="", body=f'<a href="/a" title="{LEAD}">it</a>')),
    "JSON-LD": (
        "index.html",
        PAGE.format(
            head=f'<script type="application/ld+json">{LINKED_DATA}</script>',
            body="",
        ),
    ),
    "a comment": ("index.html", PAGE.format(head="", body=f"<!-- {LEAD} -->")),
    "a feed": ("feed.xml", f"<feed><entry><summary>{LEAD}</summary></entry></feed>"),
    "a feed's HTML": (
        "feed.xml",
        f"<rss><item><description>{html.escape(f'<p><i>{LEAD}</i></p>')}</description></item></rss>",
    ),
    "a feed's HTML with entities": (
        "feed.xml",
        "<title type='html'>"
        + html.escape(f"<p>{html.escape(LEAD).replace('harbour', '&#104;arbour')}</p>")
        + "</title>",
    ),
    "a feed's CDATA": ("feed.xml", f"<feed><content><![CDATA[{LEAD}]]></content></feed>"),
    "a JSON feed": ("feed.json", json.dumps({"items": [{"content_html": f"<p>{LEAD}</p>"}]})),
    "broken JSON": ("data.json", json.dumps({"items": [{"text": LEAD}]})[:-2]),
    "JSON with escapes": ("data.json", json.dumps([LEAD.replace("harbour", "harbour\u2009")])),
    "a search index's record": ("a.pf_fragment", "pagefind_dcd" + json.dumps({"content": LEAD})),
    "plain text": ("notes.txt", LEAD.upper()),
}


@pytest.mark.parametrize("kind", AS_FILES)
@pytest.mark.parametrize("packed", [False, True])
def test_words_are_found_in_files_of_any_kind(kind: str, packed: bool) -> None:
    path, text = AS_FILES[kind]
    data = text.encode()
    assert over({path: gzip.compress(data) if packed else data}, LINK_ONLY) == [
        f"content/articles/{FERRY.id}.md"
    ]


def test_what_is_allowed_passes() -> None:
    assert over({"a.md": LEAD.encode()}, Rights(excerpt_chars=len(LEAD))) == []


OVER = [f"content/articles/{FERRY.id}.md"]


def test_passages_of_several_files_add_up() -> None:
    files = {"a.md": LEAD.encode(), "b.html": f"<p>{LAST}</p>".encode()}
    assert over(files, Rights(excerpt_chars=len(LEAD))) == OVER
    assert over(files, Rights(excerpt_chars=len(LEAD) + len(LAST))) == []


def test_the_same_passage_in_several_files_counts_once() -> None:
    files = {"a.md": LEAD.encode(), "b.html": f"<p>{LEAD}</p>".encode(), "c.txt": LEAD.encode()}
    assert over(files, Rights(excerpt_chars=len(LEAD))) == []


def test_a_title_may_always_be_published() -> None:
    ferry = article("2026/08/17/gazette-ferry", f"{TITLE}. {LEAD}")
    counter = counter_of(ferry, [TITLE])
    counter.read("a.md", TITLE.encode())
    assert counter.over() == []
    counter.read("b.md", f"{TITLE}. {LEAD}".encode())
    assert len(counter.over()) == 1


def test_an_address_may_have_words_of_the_text() -> None:
    slug = LEAD.lower().strip(".").replace(" ", "-")
    told = LEAD.replace(" ", "%20")
    page = f'<a href="https://x.example/{slug}#:~:text={told}">there</a> https://x.example/{slug}'
    assert over({"a.html": page.encode()}, LINK_ONLY) == []
    assert over({"a.md": f"[there](<https://x.example/{slug}#:~:text={told}>)".encode()}, LINK_ONLY) == []


@pytest.mark.parametrize(
    "told",
    [
        "stories/2026/08/17/gazette-{slug}",
        '"#s-2026-08-17-gazette-{slug}"',
        "tag:digest.example,2026-08-17:stories/2026/08/17/gazette-{slug}",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.html", "a.json", "feed.atom"])
def test_an_id_may_have_words_of_the_text(told: str, name: str) -> None:
    said = f"of {told.format(slug=LEAD.lower().strip('.').replace(' ', '-'))} and/or no more"
    text = json.dumps([said]) if name.endswith("json") else said
    assert over({name: text.encode()}, LINK_ONLY) == []


def test_a_title_is_one_in_the_html_of_a_feed() -> None:
    title = f"“{LEAD.strip('.')}” & the ferry's end"
    told, inner = html.escape(html.escape(title)), html.escape(f"<p>{html.escape(title)}</p>")
    ferry = article("2026/08/17/gazette-ferry", f"{LEAD} {title}")
    counter = counter_of(ferry, [title])
    feed = f"<entry><title type='html'>{told}</title><content type='html'>{inner}</content></entry>"
    counter.read("feed.atom", feed.encode())
    assert counter.over() == []


def test_few_words_and_bare_numbers_are_nobodys() -> None:
    assert over({"a.md": b"the wall of the harbour at Port"}, LINK_ONLY) == []
    table = article("2026/08/17/gazette-table", " ".join(map(str, range(40))))
    counter = counter_of(table)
    counter.read("a.md", table.body.encode())
    assert counter.over() == []


def test_programs_and_what_is_no_text_are_not_read() -> None:
    assert over({"a.js": LEAD.encode(), "b.png": b"\x89PNG\0" + LEAD.encode()}, LINK_ONLY) == []


def test_a_copy_is_quoted_by_its_own_sources_right() -> None:
    """The wire lets a sentence be quoted, the paper that printed it does not."""
    wire = article("2026/08/17/wire-ferry", f"PORT ALDOUS: {BODY}", WIRE)
    start = wire.body.index(LEAD)
    meant = Quotations(spans=frozenset({(start, start + len(LEAD))}))
    files = {"a.md": LEAD.encode()}
    assert over(files, LINK_ONLY, copy=(wire, Rights(), meant)) == []
    assert over(files, LINK_ONLY, copy=(wire, LINK_ONLY, meant)) == [
        "content/articles/2026/08/17/wire-ferry.md"
    ]


def test_what_is_quoted_of_two_copies_counts_for_each() -> None:
    wire = article("2026/08/17/wire-ferry", BODY, WIRE)
    meant = Quotations(spans=frozenset({(0, len(LEAD))}))
    other = Quotations(spans=frozenset({(BODY.index(MORE), BODY.index(MORE) + len(MORE))}))
    files = {"a.md": f"{LEAD} {MORE}".encode()}
    allowed = Rights(excerpt_chars=len(MORE))
    assert over(files, allowed, meant, (wire, allowed, other)) == []
    less = Rights(excerpt_chars=len(LEAD) - 2)  # the full stop is not counted
    assert over(files, less, meant, (wire, allowed, other)) == OVER


def test_of_a_longer_run_what_was_meant_is_counted_wherever_it_stands() -> None:
    """The run has seven words before the two that were meant, which are too few to be anybody's alone."""
    start = BODY.index("Sunday")
    meant = Quotations(spans=frozenset({(start, start + len("Sunday evening"))}))
    for begin in ("of", "the harbour"):
        text = LEAD[LEAD.index(begin) :].replace(".", ", they said.")
        assert over({"a.md": text.encode()}, Rights(excerpt_chars=len("Sunday evening")), meant) == []
        assert over({"a.md": text.encode()}, Rights(excerpt_chars=13), meant) == OVER


def test_words_that_were_not_meant_count_for_the_copy_with_most_room() -> None:
    wire = article("2026/08/17/wire-ferry", BODY, WIRE)
    files = {"a.md": LEAD.encode()}
    assert over(files, LINK_ONLY, copy=(wire, Rights(), Quotations())) == []
    assert len(over(files, LINK_ONLY, copy=(wire, LINK_ONLY, Quotations()))) == 1


def test_the_whole_text_may_stand_where_its_source_grants_it() -> None:
    wire = article("2026/08/17/wire-ferry", BODY, WIRE)
    files = {"a.md": BODY.encode()}
    assert over(files, LINK_ONLY, copy=(wire, Rights(full_text=True), Quotations())) == []
    assert over(files, LINK_ONLY) == OVER


def test_words_that_an_article_had_once_count() -> None:
    past = "The ferry Solvind sank in the harbour at Port Aldous on Sunday evening, all hands lost."
    meant = Quotations(spans=frozenset({(0, len(LEAD))}), past=frozenset({past}))
    files = {"a.md": LEAD.encode(), "b.md": past.encode()}
    assert over(files, Rights(excerpt_chars=len(LEAD) + len(past)), meant) == []
    assert over(files, Rights(excerpt_chars=len(LEAD)), meant) == OVER


def test_a_script_without_spaces_is_counted_by_its_characters() -> None:
    body = "東京都は月曜日に新しい橋を開通させると発表し、工事は三年間続いたと説明した。市民は喜んでいる。"
    bridge = article("2026/08/17/gazette-bridge", body)
    counter = counter_of(bridge)
    counter.read("a.md", body[4:44].encode())
    assert len(counter.over()) == 1


def test_the_passages_that_two_texts_share_are_told_in_characters() -> None:
    found = spans_in(BODY, f"An editor wrote that “{MORE[:60]}” and no more.")
    assert [BODY[start:end] for start, end in found] == [MORE[:57]]  # 'sh' is no word of it
    assert spans_in(BODY, "Nobody aboard was hurt.") == set()
