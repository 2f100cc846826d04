"""Small archives that change: what tests of work by day draw from, and a store to lose things from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId

START = datetime(2026, 8, 1, 6, tzinfo=UTC)
THINGS = ("harbour", "bridge", "ferry", "council", "furnace", "herring", "quota", "dam", "choir", "lantern")
NAMES = (
    "Gannet",
    "Merrow",
    "Oberdale",
    "Tarnhaven",
    "Solvind",
    "Halvard",
    "Lund",
    "Brandt",
    "Kestrel",
    "Ada",
)


@dataclass(slots=True)
class Kept:
    """A store in memory; `made` is what was put into it."""

    held: dict[tuple[str, int], tuple[bytes, bytes]] = field(default_factory=dict)
    made: list[tuple[str, int]] = field(default_factory=list)

    def get(self, kind: str, day: int, key: bytes) -> bytes | None:
        known = self.held.get((kind, day))
        return known[1] if known is not None and known[0] == key else None

    def rows(self, kind: str) -> dict[int, tuple[bytes, bytes]]:
        return {day: row for (one, day), row in self.held.items() if one == kind}

    def put(self, kind: str, day: int, key: bytes, data: bytes) -> None:
        self.held[kind, day] = (key, data)
        self.made.append((kind, day))

    def days(self, kind: str) -> Sequence[int]:
        return sorted(day for one, day in self.held if one == kind)

    def drop(self, kind: str, days: Iterable[int]) -> None:
        for day in days:
            del self.held[kind, day]

    def lose(self, every: int) -> None:
        """Lose one row in `every`."""
        self.held = {name: row for number, (name, row) in enumerate(self.held.items()) if number % every}


def report(number: int, day: int, event: int, telling: int, cites: bool = False) -> Article:
    """A report of an event: those of one telling have most words in common, and an event's some."""
    name, other = NAMES[event % len(NAMES)], NAMES[(event * 3 + 1) % len(NAMES)]
    thing = THINGS[event % len(THINGS)]
    words = [f"{THINGS[(event + n * n) % len(THINGS)]} of {name} {event * 100 + n}" for n in range(12)]
    words += [f"{THINGS[(telling + n) % len(THINGS)]} and {other} {telling * 1000 + n}" for n in range(36)]
    return Article(
        id=ArticleId(f"2026/08/01/source-{number % 5}-{number}"),
        title=f"{thing.capitalize()} of {name}: report {telling} on {other}",
        body=f"The {thing} of {name} was told of by {other}. " + " ".join(words) + ".",
        source=SourceId(f"source-{number % 5}"),
        published=START + timedelta(days=day, minutes=number * 7 % 500),
        cites=(SourceId(f"source-{(number + 1) % 5}"),) if cites else (),
    )


REPORTS = st.lists(
    st.tuples(st.integers(0, 45), st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=24
).map(
    lambda drawn: [
        report(number, day, event, event * 3 + telling, cites)
        for number, (day, event, telling, cites) in enumerate(drawn)
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Article]]:
    """An archive as it stood at several times: days were added, articles came late, changed or went."""
    everything = draw(REPORTS)
    chosen = draw(
        st.lists(st.lists(st.booleans(), min_size=len(everything), max_size=len(everything)), max_size=4)
    )
    stages = [[one for one, has in zip(everything, stage, strict=True) if has] for stage in chosen]
    if draw(st.booleans()):
        days = sorted({one.when.date() for one in everything})
        stages += [[one for one in everything if one.when.date() <= day] for day in days[-6:]]
    if everything and draw(st.booleans()):
        edited = draw(st.integers(0, len(everything) - 1))
        stages.append(
            [
                replace(one, body=f"It was Kestrel. {one.body}") if number == edited else one
                for number, one in enumerate(everything)
            ]
        )
    return [draw(st.permutations(stage)) for stage in [*stages, everything]]
