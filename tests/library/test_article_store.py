"""The folder of articles: every file is read or told about, and the index never hides a change."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator import cache_file
from generator.diagnostics import Severity
from generator.library import article_index, articles
from generator.library.article_index import ArticleIndex, Row, Stamp, row
from generator.library.articles import article_path, check_references, load_articles, store_article
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, TopicId
from generator.settings import DigestSettings, SourceEntry, TopicEntry, make_settings

NOON = datetime(2026, 8, 17, 12, tzinfo=UTC)


def article(name: str = "2026/08/17/gazette-bridge", **changes: object) -> Article:
    plain = Article(
        id=ArticleId(name), title="Bridge", body="It is open.", source=SourceId("gazette"), published=NOON
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def index_of(root: Path) -> Path:
    return root / "build" / "cache" / "index.sqlite"


def age(root: Path) -> None:
    """Make every file look an hour old to the index, so that it trusts their times."""
    hour = 3600 * 10**9
    for path in (root / "content").rglob("*.md"):
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns - hour, status.st_mtime_ns - hour))


def read(root: Path) -> list[Article]:
    found, problems = load_articles(root, index_of(root))
    assert problems == []
    return found


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust a file's times as soon as it has been read, as if the test had waited for two seconds."""
    monkeypatch.setattr(article_index, "SETTLED_NS", -(10**12))


def mark_in_index(root: Path) -> None:
    """Give every article of the index another title: what then comes with that title was not parsed."""
    index = ArticleIndex(index_of(root))
    rows = list(index.rows())
    index.remember([encoded_again(known, replace(known.decode(), title="From the index")) for known in rows])
    index.close()


def encoded_again(known: Row, other: Article) -> Row:
    return replace(known, article=row(known.path, Stamp(0, 0, 0, 0, True), b"", other).article)


def test_what_is_stored_is_loaded_in_order_of_id(tmp_path: Path) -> None:
    stored = [
        article("2026/08/17/gazette-b"),
        article("2026/08/17/gazette-a"),
        article("2026/08/16/gazette-c"),
    ]
    for one in stored:
        assert store_article(tmp_path, one)
        assert not store_article(tmp_path, one)
    assert read(tmp_path) == sorted(stored, key=lambda one: one.id)


def test_no_folder_is_no_articles(tmp_path: Path) -> None:
    assert load_articles(tmp_path, None) == ([], [])


def test_an_unchanged_file_is_not_parsed_again(tmp_path: Path, settled: None) -> None:
    store_article(tmp_path, article())
    assert read(tmp_path) == [article()]
    mark_in_index(tmp_path)
    assert [one.title for one in read(tmp_path)] == ["From the index"]


def test_a_file_touched_but_unchanged_is_not_parsed_again(tmp_path: Path) -> None:
    store_article(tmp_path, article())
    read(tmp_path)
    mark_in_index(tmp_path)
    age(tmp_path)
    assert [one.title for one in read(tmp_path)] == ["From the index"]


def test_a_change_in_the_same_instant_and_of_the_same_size_is_seen(tmp_path: Path) -> None:
    path = article_path(tmp_path, article().id)
    store_article(tmp_path, article(body="It is open."))
    before = path.stat()
    read(tmp_path)
    path.write_text(path.read_text().replace("open", "shut"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert [one.body for one in read(tmp_path)] == ["It is shut."]


def test_a_change_with_its_times_put_back_is_seen_later_too(tmp_path: Path, settled: None) -> None:
    path = article_path(tmp_path, article().id)
    store_article(tmp_path, article(body="It is open."))
    age(tmp_path)
    before = path.stat()
    read(tmp_path)
    path.write_text(path.read_text().replace("open", "shut"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [one.body for one in read(tmp_path)] == ["It is shut."]


def test_a_file_that_has_gone_is_gone(tmp_path: Path, settled: None) -> None:
    store_article(tmp_path, article())
    store_article(tmp_path, article("2026/08/17/gazette-other"))
    read(tmp_path)
    article_path(tmp_path, article().id).unlink()
    assert [one.id for one in read(tmp_path)] == ["2026/08/17/gazette-other"]
    with sqlite3.connect(index_of(tmp_path)) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (1,)
    connection.close()


def _delete(path: Path) -> None:
    path.unlink()


def _fill_with_noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(20_000))  # noqa: S311 - the same noise each time


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _turn_a_letter_of_the_article(path: Path) -> None:
    data = path.read_bytes()
    assert data.count(b"It is open.")
    path.write_bytes(data.replace(b"It is open.", b"It is shut."))


def _make_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE article (path TEXT)")
    connection.close()


def _make_older(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE version SET made_by = 'older'")
    connection.commit()
    connection.close()


def _drop_the_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE article")
    connection.close()


def _put_numbers_in(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE article SET article = 5, seal = 7")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [
        _delete,
        _fill_with_noise,
        _empty,
        _cut_in_half,
        _turn_a_letter_of_the_article,
        _make_foreign,
        _make_older,
        _drop_the_table,
        _put_numbers_in,
    ],
)
def test_whatever_happens_to_the_index_the_articles_are_true(
    tmp_path: Path, settled: None, spoil: Callable[[Path], None]
) -> None:
    body = " ".join(["It is open."] * 50)
    wanted = [article(f"2026/08/17/gazette-{number}", body=body) for number in range(10, 70)]
    for one in wanted:
        store_article(tmp_path, one)
    assert read(tmp_path) == wanted
    spoil(index_of(tmp_path))
    assert read(tmp_path) == wanted
    assert read(tmp_path) == wanted


def test_a_replaced_index_spares_work_again(tmp_path: Path, settled: None) -> None:
    store_article(tmp_path, article())
    index_of(tmp_path).parent.mkdir(parents=True)
    _fill_with_noise(index_of(tmp_path))
    read(tmp_path)
    mark_in_index(tmp_path)
    assert [one.title for one in read(tmp_path)] == ["From the index"]


@pytest.mark.parametrize("bit", range(8))
def test_no_flipped_byte_of_the_index_reaches_an_article(tmp_path: Path, settled: None, bit: int) -> None:
    wanted = [article(f"2026/08/17/gazette-{number}") for number in range(3)]
    for one in wanted:
        store_article(tmp_path, one)
    read(tmp_path)
    whole = index_of(tmp_path).read_bytes()
    for place in random.Random(bit).sample(range(len(whole)), 12):  # noqa: S311 - the same places each time
        index_of(tmp_path).write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        assert read(tmp_path) == wanted


def test_an_index_that_cannot_be_made_is_gone_without(tmp_path: Path) -> None:
    store_article(tmp_path, article())
    (tmp_path / "build").write_text("a file where a folder should be")
    assert read(tmp_path) == [article()]
    (tmp_path / "build").unlink()
    index_of(tmp_path).mkdir(parents=True)
    assert read(tmp_path) == [article()]


def test_an_index_that_another_process_holds_is_gone_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_file, "_BUSY_SECONDS", 0.05)
    store_article(tmp_path, article())
    read(tmp_path)
    store_article(tmp_path, article("2026/08/17/gazette-other"))
    holder = sqlite3.connect(index_of(tmp_path))
    holder.execute("BEGIN EXCLUSIVE")
    assert len(read(tmp_path)) == 2
    holder.rollback()
    holder.close()
    assert index_of(tmp_path).stat().st_size > 0


def test_a_broken_file_is_told_each_time_and_stops_no_other(tmp_path: Path) -> None:
    store_article(tmp_path, article())
    broken = article_path(tmp_path, ArticleId("2026/08/17/gazette-broken"))
    broken.write_text("---\ntitle: x\nsource: gazette\npublished: yesterday\n---\nb\n")
    latin = article_path(tmp_path, ArticleId("2026/08/17/gazette-latin"))
    latin.write_bytes("---\ntitle: é\n".encode("latin-1"))
    for _ in range(2):
        found, problems = load_articles(tmp_path, index_of(tmp_path))
        assert found == [article()]
        assert [str(problem) for problem in problems] == [
            (
                "content/articles/2026/08/17/gazette-broken.md:4:12: error[invalid-value]: "
                "published: 'yesterday' is "
                "not a time. Write 2026-08-23T07:00:00+02:00."
            ),
            (
                "content/articles/2026/08/17/gazette-latin.md:2:8: error[not-utf8]: The byte "
                "0xe9 is not UTF-8 text. "
                "Save the file as UTF-8."
            ),
        ]


@pytest.mark.parametrize(
    "name",
    [
        "gazette-bridge.md",
        "2026/gazette-bridge.md",
        "2026/8/7/gazette-bridge.md",
        "2026/02/30/gazette-bridge.md",
        "2026/08/17/x/gazette-bridge.md",
        "2026/08/17/Gazette-Bridge.md",
        "2026/08/17/gazette bridge.md",
        "2026/08/17/gazette--bridge.md",
        "2026/08/17/größe.md",
        "2026/08/17/index.html.md",
    ],
)
def test_a_file_out_of_place_is_an_error_and_no_article(tmp_path: Path, name: str) -> None:
    store_article(tmp_path, article())
    path = tmp_path / "content" / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(article_path(tmp_path, article().id), path)
    found, problems = load_articles(tmp_path, index_of(tmp_path))
    assert found == [article()]
    assert [problem.code for problem in problems] == ["misplaced-article"]
    assert problems[0].severity is Severity.ERROR
    assert problems[0].position.path == f"content/articles/{name}"


def test_an_article_under_another_day_or_source_is_a_warning(tmp_path: Path) -> None:
    stored = article(published=NOON + timedelta(days=3), source=SourceId("courier"))
    store_article(tmp_path, stored)
    for _ in range(2):
        found, problems = load_articles(tmp_path, index_of(tmp_path))
        assert found == [stored]
        assert [(problem.code, problem.severity) for problem in problems] == [
            ("misplaced-article", Severity.WARNING)
        ] * 2


def test_an_article_may_lie_under_the_day_of_its_own_zone(tmp_path: Path) -> None:
    store_article(tmp_path, article(published=datetime(2026, 8, 16, 23, 30, tzinfo=UTC)))
    assert len(read(tmp_path)) == 1


def test_what_is_no_article_file_is_passed_over_or_told(tmp_path: Path) -> None:
    store_article(tmp_path, article())
    folder = article_path(tmp_path, article().id).parent
    (folder / ".hidden.md").write_text("x")
    (folder / "notes.txt").write_text("x")
    (folder / ".git").mkdir()
    os.mkfifo(folder / "gazette-pipe.md")
    (folder / "gazette-dangling.md").symlink_to("nowhere.md")
    (folder / "loop").symlink_to(tmp_path / "content")
    (folder / os.fsdecode(b"gazette-\xff.md")).write_text("x")
    found, problems = load_articles(tmp_path, index_of(tmp_path))
    assert found == [article()]
    assert [(problem.position.path.rpartition("/")[2], problem.code) for problem in problems] == [
        ("gazette-?.md", "misplaced-article"),
        ("gazette-dangling.md", "unreadable"),
        ("gazette-pipe.md", "unreadable"),
    ]


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "MAX_FILE_BYTES", 100)
    store_article(tmp_path, article(body="x" * 100))
    found, problems = load_articles(tmp_path, None)
    assert found == []
    assert [problem.code for problem in problems] == ["too-large"]


def test_names_that_the_settings_do_not_know_are_told_with_their_place(tmp_path: Path) -> None:
    stored = article(
        via=SourceId("herald"),
        credit=(SourceId("wire"),),
        cites=(SourceId("gazete"),),
        topics=(TopicId("watr"),),
    )
    store_article(tmp_path, stored)
    settings = make_settings(
        DigestSettings(),
        [SourceEntry(id=SourceId("gazette"), name="G"), SourceEntry(id=SourceId("wire"), name="W")],
        [TopicEntry(id=TopicId("water"), name="Water")],
    )
    path = "content/articles/2026/08/17/gazette-bridge.md"
    assert [str(problem) for problem in check_references([stored], settings, tmp_path)] == [
        (
            f"{path}:6:6: error[unknown-reference]: via: 'herald' is not defined in site_config/sources.yml. "
            "Add it there, or mend the id."
        ),
        (
            f"{path}:7:9: error[unknown-reference]: cites: 'gazete' is not defined in "
            f"site_config/sources.yml. "
            "Did you mean gazette?"
        ),
        (
            f"{path}:10:10: error[unknown-reference]: topics: 'watr' is not defined in "
            f"site_config/topics.yml. "
            "Did you mean water?"
        ),
    ]


def test_ten_thousand_articles_are_read_in_seconds(tmp_path: Path) -> None:
    count = 500  # a twentieth: cold and warm are linear
    for number in range(count):
        store_article(
            tmp_path, article(f"2026/08/17/gazette-{number}", body="A sentence of five words. " * 160)
        )
    started = time.perf_counter()
    read(tmp_path)
    cold = time.perf_counter() - started
    age(tmp_path)
    read(tmp_path)
    started = time.perf_counter()
    read(tmp_path)
    warm = time.perf_counter() - started
    assert cold / count < 0.004  # measured 0.0003; the rest is for slow machines
    assert warm / count < 0.002  # measured 0.0001
