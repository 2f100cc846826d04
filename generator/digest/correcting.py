"""Put right what a closed edition said: its record and what its sources say by now in, the record with its
corrections out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from generator.digest.coverage import Coverage
from generator.digest.excerpts import quoted
from generator.digest.losing import changed_without, figures_without
from generator.model.article import Article
from generator.model.calendar import day_of
from generator.model.edition import Changed, Compared, Correction, Edition, Entry, Line
from generator.model.editorial import Decision, Settle, Verb
from generator.model.ids import ArticleId, SourceId, StoryId, digest_of
from generator.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """What people decided on corrections, and what is done where nobody has. `sunk` are articles of which
    closed editions quote more than their sources allow as of `today`."""

    coverage: Coverage
    sources: Mapping[SourceId, Source]
    decisions: Sequence[Decision] = ()
    policy: Settle = Settle.ASK
    sunk: Set[ArticleId] = frozenset()
    today: date = date.min

    def corrected(self, record: Edition) -> Edition:
        """A closed edition with all its corrections; itself when there is no new one.

        Where a source has changed the words of a line and nobody has settled what to do, the line stands as
        it was.
        """
        entries = tuple(self._entry(entry, record) for entry in record.entries)
        if entries == record.entries:
            return record
        return replace(record, entries=entries)

    def _entry(self, entry: Entry, record: Edition) -> Entry:
        ours = [c for c in self._ours(entry, record) if c not in entry.corrections]
        entry = replace(entry, corrections=(*entry.corrections, *ours))
        lines: list[Line] = []
        found: list[Correction] = []
        for line in entry.lines:
            settled = self._settled(line, entry)
            if settled is None:
                lines.append(line)
                continue
            kept, correction = settled
            lines += [new for new in kept if new not in lines]
            found.append(correction)
        return self._withdrawn(
            replace(
                entry,
                lines=tuple(lines),
                corrections=self._within_rights((*entry.corrections, *found)),
                changed=self._standing(entry.changed),
                figures=self._compared(entry),
            )
        )

    def _withdrawn(self, entry: Entry) -> Entry:
        """The entry with each quotation of an article that has `sunk` shortened to what its source allows,
        its phrases withdrawn, and a notice of it."""
        if self.sunk.isdisjoint(entry.cited):
            return entry
        lines: list[Line] = []
        gone: dict[ArticleId, str] = {}
        for line in entry.lines:
            named = [c.article for c in line.citations if c.article in self.sunk]
            citations = self.coverage.excerpts.get(named[0], ()) if named and not line.by else line.citations
            if citations == line.citations:
                lines.append(line)
                continue
            gone.setdefault(named[0], line.text)
            short = quoted(self.coverage.articles[named[0]], citations)
            lines += [short] if citations and short not in lines else []
        for phrase in entry.phrases:
            for c in phrase.citations:
                if c.article in self.sunk:
                    gone.setdefault(c.article, phrase.text)
        told = (
            replace(one, before="", after="") if one.article in self.sunk else one
            for one in entry.corrections
        )
        notices = (
            Correction(on=self.today, article=article, of=digest_of(text), withdrawn=True)
            for article, text in gone.items()
        )
        return replace(
            entry,
            lines=tuple(lines),
            changed=changed_without(entry.changed, self.sunk),
            figures=figures_without(entry.figures, self.sunk),
            corrections=(*told, *notices),
        )

    def _ours(self, entry: Entry, record: Edition) -> Iterable[Correction]:
        story = self.coverage.now(entry.story)
        for decision in self.decisions:
            if decision.verb is not Verb.CORRECTION or decision.on is None:
                continue
            if self.coverage.now(StoryId(decision.target)) != story:
                continue
            if record.first_day <= decision.on <= record.last_day:
                yield Correction(
                    on=day_of(decision.at, self.coverage.zone),
                    text=decision.value,
                    before=decision.before,
                    after=decision.after,
                )

    def _settled(self, line: Line, entry: Entry) -> tuple[list[Line], Correction] | None:
        """What becomes of a line whose words its source has changed: what stands in its place, and what is
        told. None where it stands, is missing its article, is settled, or nobody has decided."""
        article = self._changed_article(line)
        of = digest_of(line.text)
        if article is None or any(correction.of == of for correction in entry.corrections):
            return None
        how = self._decided(article.id)
        if how is Settle.ASK:
            return None
        on = day_of(article.updated or article.retrieved or article.when, self.coverage.zone)
        correction = Correction(on=on, article=article.id, of=of)
        if how is Settle.KEEP:
            return [line], correction
        citations = self.coverage.excerpts.get(article.id, ())
        new = [quoted(article, citations)] if citations else []
        after = new[0].text if new else ""
        return new, replace(correction, before=line.text, after=after)

    def _within_rights(self, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
        """The corrections with no more of each source's words than it allows, those of the newest first."""
        told: dict[ArticleId, set[str]] = {}
        kept: list[Correction] = []
        for correction in reversed(corrections):
            article = self.coverage.articles.get(correction.article) if correction.article else None
            if article is None:
                kept.append(correction)
                continue
            limit = self.sources[article.source].rights.quotable
            words = told.setdefault(article.id, set())
            after, before = (
                self._allowed(text, words, limit) for text in (correction.after, correction.before)
            )
            correction = replace(correction, after=after, before=before)  # noqa: PLW2901 - what is left of it
            kept.append(correction)
        return tuple(reversed(kept))

    @staticmethod
    def _allowed(text: str, words: set[str], limit: int | None) -> str:
        """`text`, noted among the source's `words`, if they then are no more than `limit`; else nothing."""
        more = words | {text}
        if limit is not None and sum(map(len, more)) > limit:
            return ""
        words |= more
        return text

    def _changed_article(self, line: Line) -> Article | None:
        """The article whose words a line quotes and that has them no more."""
        if line.by:
            return None
        known = self.coverage.articles
        for citation in line.citations:
            article = known.get(citation.article)
            if article is None:
                return None  # told by itself
            if digest_of(article.body[citation.start : citation.end]) != citation.hash:
                return article
        return None

    def _decided(self, article: ArticleId) -> Settle:
        made = [d.settle for d in self.decisions if d.settle is not None and d.target == article]
        return made[-1] if made else self.policy

    def _compared(self, entry: Entry) -> tuple[Compared, ...]:
        """The figures that differ, without those whose source has changed them, where that is settled."""
        lines = (line for compared in entry.figures for line in compared.lines)
        changed = {article.id for line in lines if (article := self._changed_article(line))}
        gone = {article for article in changed if self._decided(article) is not Settle.ASK}
        return figures_without(entry.figures, gone) if gone else entry.figures

    def _standing(self, changed: Changed) -> Changed:
        """What was new in a story, without phrases whose source has changed them, where that is settled."""
        gone = {
            line
            for line in changed.phrases
            if (article := self._changed_article(line)) and self._decided(article.id) is not Settle.ASK
        }
        if not gone:
            return changed
        return replace(
            changed,
            numbers=tuple(line for line in changed.numbers if line not in gone),
            names=tuple(line for line in changed.names if line not in gone),
            places=tuple(line for line in changed.places if line not in gone),
        )
