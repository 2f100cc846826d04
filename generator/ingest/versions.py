"""Two versions of an article in, the one that takes the other's place out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from generator.model.article import Article


def version_of(article: Article, reference: datetime) -> datetime:
    """When this version of an article is from, to the second."""
    return (article.updated or article.retrieved or reference).replace(microsecond=0)


def updated(old: Article, new: Article, version: datetime) -> Article:
    """The new version in the old one's place: the first publication and what people added stay."""
    published = old.published or new.published
    moments = [version, *([new.published] if new.published else []), *([published] if published else [])]
    return replace(
        new,
        id=old.id,
        published=published,
        dated_by=old.dated_by if old.published else new.dated_by,
        updated=max(moments),
        # An article without a date counts from when it was first seen: it does not come back as new.
        retrieved=(new.retrieved if published else old.retrieved) or old.retrieved or new.retrieved,
        topics=new.topics or old.topics,
        via=new.via or old.via,
    )
