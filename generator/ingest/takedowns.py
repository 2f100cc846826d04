"""Keep out what is taken down, and take down what its provider cancels: articles and cancellations in,
decisions and problems out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator.cleaning import SourceBook
from generator.cleaning.text import clean_line
from generator.cleaning.urls import clean_url
from generator.decisions import aims_of, redaction_of
from generator.diagnostics import Position, Problem, Severity, shown
from generator.library import add_decision, decision_path, load_decisions
from generator.model.article import Article, Cancellation
from generator.model.editorial import Aims, Verb, aim_of, external_target
from generator.model.redaction import Redaction


@dataclass(slots=True)
class Takedowns:
    """What is taken down of the site at `root`; decisions that are made here are of the time `now`."""

    root: Path
    now: datetime
    aims: Aims
    names: Redaction

    @classmethod
    def of(cls, root: Path, now: datetime) -> Takedowns:
        """Those of content/editorial. Raises DayfoldError with every fault of its files."""
        decisions = load_decisions(root)
        return cls(root, now, aims_of(decisions), redaction_of(decisions))

    def keeps_out(self, article: Article) -> bool:
        """Whether `article` must not come in (again)."""
        return bool(self.aims.on(article))

    def withholds(self, article: Article) -> bool:
        """Whether `article`, which is in the library, is to stand in no cache."""
        return self.keeps_out(article) or self.names.names_article(article)

    def redacted(self, article: Article) -> Article:
        """An article that is here without the names that are taken down, under the id it has."""
        return replace(self.incoming(article), id=article.id)

    def incoming(self, article: Article) -> Article:
        """An article that comes in without the names; the ids that it names are those of the settings' files,
        which keep them."""
        return replace(
            self.names.article(article),
            source=article.source,
            credit=article.credit,
            via=article.via,
            cites=article.cites,
            topics=article.topics,
        )

    def cancel(self, item: Cancellation, book: SourceBook, *, dry_run: bool) -> Problem:
        """Take down what its provider cancels, by the id it has there and by its address; what was done.

        Raises DayfoldError when the decision cannot be written.
        """
        source = book.named(item.source_name) if item.source_name else None
        external_id = clean_line(item.external_id or "")
        url = clean_url(item.url or "")
        targets = [
            *([(external_target(external_id), source)] if external_id else []),
            *([(url, None)] if url and not url.endswith("*") else []),
        ]
        aims = {target: (aim, of) for target, of in targets if (aim := aim_of(target, of))}
        if not aims:
            return _unnamed(item)
        for target, (aim, of) in aims.items():
            if aim in self.aims:
                continue
            self.aims.add(aim)
            if not dry_run:
                add_decision(
                    self.root,
                    Verb.TAKEDOWN,
                    {
                        "verb": Verb.TAKEDOWN.value,
                        "target": target,
                        **({"source": of} if of else {}),
                        "by": clean_line(item.source_name or "") or "its provider",
                        "at": self.now.replace(microsecond=0),
                        "why": "Canceled by its provider.",
                    },
                )
        return _canceled(item, next(iter(aims)), self.root)


def kept_out(article: Article, origin: Position) -> Problem:
    """That an article was not taken in, because it is taken down."""
    return Problem(
        code="taken-down",
        position=origin,
        message=f"{article.external_id or article.url or article.id} is taken down, and was not taken in.",
        remedy="If it may be published again, remove its takedown from content/editorial.",
        severity=Severity.NOTE,
    )


def _canceled(item: Cancellation, target: str, root: Path) -> Problem:
    place = shown(decision_path(root, Verb.TAKEDOWN), root)
    return Problem(
        code="taken-down",
        position=item.origin,
        message=f"{target} is canceled by its provider; a takedown of it stands in {place}.",
        remedy="Build the site, so that it goes from there too.",
        severity=Severity.NOTE,
    )


def _unnamed(item: Cancellation) -> Problem:
    return Problem(
        code="restricted",
        position=item.origin,
        message=f"{clean_line(item.title)[:80]!r} is canceled by its provider, but bears no id or address.",
        remedy="If the site has it, take it down: digest edit takedown ID --why 'Canceled by its provider.'",
    )
