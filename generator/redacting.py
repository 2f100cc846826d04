"""Take the names that are taken down out of all that a site is made of: what was read in, what may be
published of it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from generator.decisions import redaction_of
from generator.digest import without_blackened
from generator.library.records import rewritten
from generator.model.article import Article
from generator.model.edition import Edition
from generator.model.editorial import Decision, Verb
from generator.model.fetched import FeedState
from generator.model.ids import ArticleId, EditionId, Permalink, SourceId, StoryId, TopicId
from generator.model.redaction import Redaction
from generator.model.source import Source
from generator.model.topic import Topic
from generator.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a site is made of. `topics_taken_down` has the day for each topic that bore such a name."""

    decisions: Sequence[Decision]
    library: Sequence[Article]
    records: Mapping[EditionId, Edition]
    pages: Mapping[str, str]
    published: frozenset[Permalink]
    fetched: Mapping[str, FeedState]
    settings: Settings
    topics_taken_down: Mapping[TopicId, date]


def redacted(content: Content) -> Content:
    """The content without the names that its decisions take down; itself when there are none.

    Ids lose them too: a permalink that says a name cannot answer without saying it.
    """
    names = redaction_of(content.decisions)
    if not names:
        return content
    library = [names.article(article) for article in content.library]
    topics = content.settings.topics.values()
    return Content(
        decisions=_decisions(content.decisions, names),
        library=library,
        records=_records(content.records, names, {article.id: article for article in library}),
        pages={names.id(path): names.text(text) for path, text in content.pages.items()},
        published=frozenset(Permalink(names.id(at)) for at in content.published),
        fetched=content.fetched,
        settings=_settings(content.settings, names),
        topics_taken_down=_topics_taken_down(topics, content.decisions, names),
    )


def without_names(
    editions: Sequence[Edition], articles: Mapping[ArticleId, Article], decisions: Iterable[Decision]
) -> Sequence[Edition]:
    """The editions without phrases that are blackened in `articles`, where `decisions` take a name down."""
    if not redaction_of(decisions):
        return editions
    return [without_blackened(edition, articles) for edition in editions]


def _records(
    records: Mapping[EditionId, Edition], names: Redaction, articles: Mapping[ArticleId, Article]
) -> dict[EditionId, Edition]:
    """The records without the names and the lines that quote them; each that is closed and changes is a
    revision later."""
    found = {}
    for id_, record in records.items():
        changed = without_blackened(rewritten(record, names.text), articles)
        later = record.revision + (changed != record and record.closed)
        found[id_] = replace(changed, revision=later)
    return found


def _decisions(decisions: Iterable[Decision], names: Redaction) -> tuple[Decision, ...]:
    """All but the takedowns, which say what they take down."""
    return tuple(
        one
        if one.verb is Verb.TAKEDOWN
        else replace(
            one,
            target=names.text(one.target),
            value=names.text(one.value),
            before=names.text(one.before),
            after=names.text(one.after),
            reviewed=names.text(one.reviewed),
            into=StoryId(names.id(one.into)) if one.into is not None else None,
            articles=tuple(ArticleId(names.id(article)) for article in one.articles),
        )
        for one in decisions
    )


def _topics_taken_down(
    topics: Iterable[Topic], decisions: Iterable[Decision], names: Redaction
) -> dict[TopicId, date]:
    days = {str(one.position): one.at.date() for one in decisions}
    return {
        TopicId(names.id(topic.id)): days[labels[0]]
        for topic in topics
        if (labels := names.labels_in(topic.name))
    }


def _settings(settings: Settings, names: Redaction) -> Settings:
    """Topics that bear a name are none, and sources bear others."""
    topics = [topic for topic in settings.topics.values() if not names.is_in(topic.name)]
    kept = {topic.id for topic in topics}
    return replace(
        settings,
        topics={TopicId(names.id(topic.id)): _topic(topic, names, kept) for topic in topics},
        sources={SourceId(names.id(id_)): _source(source, names) for id_, source in settings.sources.items()},
    )


def _topic(topic: Topic, names: Redaction, kept: Set[TopicId]) -> Topic:
    return replace(
        topic,
        id=TopicId(names.id(topic.id)),
        aliases=tuple(alias for alias in topic.aliases if not names.is_in(alias)),
        context=tuple(word for word in topic.context if not names.is_in(word)),
        description=names.text(topic.description) if topic.description else None,
        parent=TopicId(names.id(topic.parent)) if topic.parent in kept and topic.parent else None,
    )


def _source(source: Source, names: Redaction) -> Source:
    def kept(text: str | None) -> str | None:
        return None if text is None or names.is_in(text) else text

    return replace(
        source,
        id=SourceId(names.id(source.id)),
        name=names.text(source.name),
        homepage=kept(source.homepage),
        owner=names.text(source.owner) if source.owner else None,
        rights=replace(
            source.rights,
            terms=kept(source.rights.terms),
            licence=kept(source.rights.licence),
            attribution_text=kept(source.rights.attribution_text),
        ),
    )
