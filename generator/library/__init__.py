"""What a site keeps on disk: articles, the records of editions, the sources it has met."""

from generator.library.articles import (
    HeldArticles,
    article_path,
    check_references,
    load_articles,
    store_article,
    visit_articles,
)
from generator.library.editorial import add_decision, decision_path, load_decisions
from generator.library.fetched import load_fetched, plain_state, save_fetched
from generator.library.frontmatter import read_article, write_article
from generator.library.hand_written import load_pages
from generator.library.learned_lines import (
    add_learned_lines,
    check_learned_lines,
    learned_lines_of,
    load_learned_lines,
)
from generator.library.permalinks import (
    changed_registers,
    load_permalinks,
    place_in_register,
    save_registers,
)
from generator.library.sources import add_feeds, add_source, add_sources, feed_places, propose_moves

__all__ = [
    "HeldArticles",
    "add_decision",
    "add_feeds",
    "add_learned_lines",
    "add_source",
    "add_sources",
    "article_path",
    "changed_registers",
    "check_learned_lines",
    "check_references",
    "decision_path",
    "feed_places",
    "learned_lines_of",
    "load_articles",
    "load_decisions",
    "load_fetched",
    "load_learned_lines",
    "load_pages",
    "load_permalinks",
    "place_in_register",
    "plain_state",
    "propose_moves",
    "read_article",
    "save_fetched",
    "save_registers",
    "store_article",
    "visit_articles",
    "write_article",
]
