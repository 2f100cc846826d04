"""Change one thing of a built site at a time, and count how often `digest check` finds it.

    python -m benchmarks.mutations --tries 1000
    python -m benchmarks.mutations --tries 1000 --press 300

The site is the sample, or so many press releases, built from nothing with a summarizer and with summaries and
headlines of an editor. A try changes one character, word or mark of rounding: of an article's text or title;
of a line, headline, offset or hash in an edition's record; of an editor's words in content/editorial.
It is found when the check tells a problem that it does not tell of the site as it was built: an error, a
warning (a closed edition would become another) or a note (an article is not what a closed edition was made
from, or an open edition would change). The first `--commands` tries go through the command, the others
through the functions that it calls.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.archives import ROOT, write_archive
from generator.build import build, check_published
from generator.build_report import BuildReport
from generator.diagnostics import Problem
from generator.digest.claims import ClaimKind, claims_in
from generator.digest.excerpts import cite
from generator.digest.sentences import sentence_spans
from generator.digest.summarizing import Reports
from generator.ingest import IngestOptions, ingest
from generator.knowledge import digest
from generator.library import add_decision, load_articles
from generator.library.frontmatter import read_article
from generator.library.records import load_records
from generator.model.edition import Line, Period
from generator.model.editorial import Verb
from generator.model.ids import ArticleId
from generator.project import load_project

SEVERITIES: Final = ("error", "warning", "note", "missed")
_EDITED: Final = 20  # stories of which an editor writes the summary, and as many of which the headline
_READ: Final = 1_500  # characters that a line of the summarizer rests on
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ROUNDED: Final = re.compile(r"\b(?:nearly|about|almost|more than|at least) (?=\d)")

Change = Callable[[str, random.Random], str | None]
Spot = tuple[Path, int, int]  # a file, and from which character to which of its text


class TitleSummarizer:
    """Tells a story by its lead's title, which rests on how the article begins."""

    name = "mutations"

    def summarize(self, reports: Reports) -> Iterator[Line]:
        lead = reports.articles[0]
        yield Line(text=lead.title, citations=(cite(lead, 0, min(len(lead.body), _READ)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One change: of what, of which kind, and how it was found."""

    target: str
    kind: str
    found: str
    where: str


# ---- how a text is changed; None where it has nothing of the kind


def _at_one(pattern: str, new: Callable[[str, random.Random], str]) -> Change:
    compiled = re.compile(pattern)

    def change(text: str, chance: random.Random) -> str | None:
        matches = list(compiled.finditer(text))
        if not matches:
            return None
        match = chance.choice(matches)
        return text[: match.start()] + new(match[0], chance) + text[match.end() :]

    return change


def _other(choices: Sequence[str]) -> Callable[[str, random.Random], str]:
    return lambda old, chance: chance.choice([one for one in choices if one != old])


def _without_mark(text: str, chance: random.Random) -> str | None:
    marked = [at for at, one in enumerate(text) if len(unicodedata.normalize("NFD", one)) > 1]
    if not marked:
        return None
    at = chance.choice(marked)
    return text[:at] + unicodedata.normalize("NFD", text[at])[0] + text[at + 1 :]


def _rounding(text: str, chance: random.Random) -> str | None:
    if _ROUNDED.search(text):
        return _ROUNDED.sub("", text, count=1)
    return _at_one(r"(?<![\w.,$€£-])\d+(?= [a-z])", lambda old, _: f"nearly {old}")(text, chance)


def _swapped(text: str, chance: random.Random) -> str | None:
    pairs = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit() and text[at] != text[at + 1]]
    if not pairs:
        return None
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


WORDS: Final[dict[str, Change]] = {
    "digit": _at_one(r"\d", _other("0123456789")),
    "letter": _at_one(r"[a-z]", _other(_LETTERS)),
    "case": _at_one(r"[A-Za-z]", lambda old, _: old.swapcase()),
    "apostrophe": _at_one(r"['’]", _other("'’")),
    "combining mark": _without_mark,
    "white space": _at_one(r"(?<=\w) (?=\w)", lambda _, chance: chance.choice(("  ", "", "\u00a0"))),
    "number word": _at_one(rf"\b(?:{'|'.join(_NUMBERS)})\b", _other(_NUMBERS)),
    "weekday": _at_one(rf"\b(?:{'|'.join(_DAYS)})\b", _other(_DAYS)),
    "'nearly'": _rounding,
}
CLAIMED: Final = ("digit", "number word", "weekday", "'nearly'")
OFFSETS: Final[dict[str, Change]] = {"digit": WORDS["digit"], "two digits": _swapped}
HASHES: Final[dict[str, Change]] = {"nibble": _at_one(r"[0-9a-f]", _other("0123456789abcdef"))}


# ---- the site


def make_site(folder: Path, *, press: int = 0, days: int | None = None) -> datetime:
    """A built site in `folder`: of so many press releases, or the sample (its first `days`, if told), with
    the words of an editor and a summarizer; returns the time that it was built at."""
    shutil.copytree(ROOT / "site_config", folder / "site_config")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    if press:
        now = datetime(2027, 1, 1, tzinfo=UTC)
        archive = folder.parent / "press.jsonl"
        write_archive(archive, press, None)
        ingest(load_project(folder, now)[0], [archive], IngestOptions(captured=now))
    else:
        now = datetime(2026, 9, 1, tzinfo=UTC)
        for source in sorted((ROOT / "content" / "articles" / "2026" / "08").iterdir())[:days]:
            shutil.copytree(source, folder / "content" / "articles" / "2026" / "08" / source.name)
    settings = folder / "site_config" / "digest.yml"
    _build(folder, now)
    _decide(folder, now)
    shutil.rmtree(folder / "content" / "editions")
    with settings.open("a", encoding="utf-8") as file:
        file.write(f"\nsummarizer: {TitleSummarizer.name}\n")
    _build(folder, now)
    _build(folder, now)  # the first one tells which titles cannot stand; by now those stories are quoted
    return now


def _build(folder: Path, now: datetime) -> None:
    build(load_project(folder, now)[0], builder=None)


def _decide(folder: Path, now: datetime) -> None:
    """Summaries of an editor, who takes over a sentence with something that can be held against the source,
    and headlines, who takes over titles."""
    articles = {article.id: article for article in load_articles(folder, None)[0]}
    daily = [record for record in load_records(folder)[0].values() if record.period is Period.DAY]
    entries = [(record.first_day, entry) for record in daily for entry in record.entries]
    for place, (day, entry) in enumerate(entries[: _EDITED * 3]):
        lead = articles[entry.members[0].article]
        texts = [lead.body[start:end] for start, end in sentence_spans(lead.body[:_READ])]
        told = [text for text in texts if _claims(text) > 1 and "\n" not in text and len(text) < 300]
        if place % 3 == 2 or (place % 3 == 0 and not told):  # the summarizer's, or quoted
            continue
        verb, value = (Verb.HEADLINE, lead.title) if place % 3 else (Verb.SUMMARY, max(told, key=_claims))
        fields = {"target": entry.story, "value": value, "on": day.isoformat()}
        made = {"by": "A", "at": now.replace(microsecond=0), "why": "Shorter."}
        add_decision(folder, verb, {"verb": verb.value, **fields, **made})


def _claims(text: str) -> int:
    return sum(claim.kind is not ClaimKind.QUOTATION for claim in claims_in(text, "en"))


def install_summarizer(folder: Path) -> None:
    """What a package would install, for this process and those that it starts."""
    info = folder / "dayfold_mutations-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dayfold-mutations\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[dayfold.summarizers]\n{TitleSummarizer.name} = benchmarks.mutations:TitleSummarizer\n"
    )
    sys.path.insert(0, str(folder))


# ---- what is changed


def spots(folder: Path) -> dict[str, tuple[list[Spot], dict[str, Change]]]:
    """The places of each target, and what may happen to them."""
    cited, uncited, titles = [], [], []
    quoted: dict[str, list[str]] = {}
    records = load_records(folder)[0]
    bodies = {article.id: article for article in load_articles(folder, None)[0]}
    for record in records.values():
        for name in record.articles:
            quoted.setdefault(name, [])
        for entry in record.entries:
            for citation in (c for line in (*entry.lines, *entry.phrases) for c in line.citations):
                body = bodies[citation.article].body
                quoted[citation.article].append(body[citation.start : citation.end])
    for name, spans in sorted(quoted.items()):
        path = folder / "content" / "articles" / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        head = text.index("\n---\n") + 5
        places = [(path, at, at + len(span)) for span in spans if (at := text.find(span, head)) >= 0]
        cited += places
        last = max((end for _, _, end in places), default=head)
        uncited += [(path, last, len(text))] if len(text) - last > 1 else []
        title = re.search(r"(?m)^title: (.+)$", text)
        titles += [(path, *title.span(1))] if title else []
    records_of = sorted((folder / "content" / "editions").rglob("*.json"))
    decided = sorted((folder / "content" / "editorial").glob("*.yml"))
    return {
        "article, cited": (cited, WORDS),
        "article, not cited": (uncited, WORDS),
        "title": (titles, WORDS),
        "record: offset": (_found(records_of, r'"(?:start|end)": (\d+)'), OFFSETS),
        "record: hash": (_found(records_of, r'(?:"hash"|/[a-z0-9-]+"): "([0-9a-f]{16})"'), HASHES),
        "record: text": (_found(records_of, r'"text": "([^"\\]+)"'), WORDS),
        "record: headline": (_found(records_of, r'"headline": "([^"\\]+)"'), WORDS),
        "editor's words": (
            _found(decided, r'value: (?:"([^"\\]+)"|([^"\s][^}]*?), on:)'),
            {kind: WORDS[kind] for kind in (*CLAIMED, "letter", "case", "combining mark", "apostrophe")},
        ),
    }


def _found(paths: Sequence[Path], pattern: str) -> list[Spot]:
    return [
        (path, *match.span(match.lastindex or 0))
        for path in paths
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"))
    ]


def mutate(folder: Path, now: datetime, *, tries: int, commands: int = 0, seed: int = 20260817) -> list[Try]:
    """Change so many things, one at a time, and tell how each was found. Kinds take turns as far as the site
    has something of theirs; `commands` of the tries go through the command line."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    targets = spots(folder)
    turns = [(target, kind) for target, (places, kinds) in targets.items() for kind in kinds if places]
    known = _told(folder, now), _commanded(folder, now) if commands else Counter()
    found: list[Try] = []
    barren: Counter[tuple[str, str]] = Counter()
    while len(found) < tries and turns:
        target, kind = turns[0]
        turns.append(turns.pop(0))
        places, kinds = targets[target]
        path, start, end = chance.choice(places)
        text = path.read_bytes().decode()
        changed = kinds[kind](text[start:end], chance)
        if changed is None or _is_same(folder, path, text[:start] + changed + text[end:]):
            barren[target, kind] += 1
            if barren[target, kind] > 5 * len(places) + 200:  # the site has nothing of the kind
                turns.remove((target, kind))
            continue
        path.write_bytes((text[:start] + changed + text[end:]).encode())
        through = len(found) < commands
        told = (_commanded if through else _told)(folder, now) - known[through]
        path.write_bytes(text.encode())
        gc.collect()  # what a check leaves behind is old by then, and nothing else would look at it
        severity = next((one for one in SEVERITIES if any(key[0] == one for key in told)), "missed")
        where = f"{path.relative_to(folder)}: {text[start:end][:70]!r} -> {changed[:70]!r}"
        found.append(Try(target=target, kind=kind, found=severity, where=where))
    return found


def _is_same(folder: Path, path: Path, text: str) -> bool:
    """Whether an article reads as before: white space that its reader passes over is no change."""
    if "articles" not in path.relative_to(folder).parts:
        return False
    name = ArticleId(path.relative_to(folder / "content" / "articles").with_suffix("").as_posix())
    before, after = (read_article(one, path.name, name)[0] for one in (path.read_bytes().decode(), text))
    return before == after


def _told(folder: Path, now: datetime) -> Counter[tuple[str, str, str]]:
    project, warnings = load_project(folder, now)
    known = digest(project, BuildReport(), lambda _: None, use_index=False)
    return _counted([*warnings, *known.problems, *check_published(project, known)])


def _counted(problems: Sequence[Problem]) -> Counter[tuple[str, str, str]]:
    return Counter((one.severity.value, one.code, f"{one.position} {one.message}") for one in problems)


def _commanded(folder: Path, now: datetime) -> Counter[tuple[str, str, str]]:
    command = [sys.executable, "-m", "generator", "check", "--json", "--site", str(folder)]
    paths = os.pathsep.join((*sys.path[:1], str(ROOT)))
    run = subprocess.run(
        [*command, "--now", now.isoformat()],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        check=False,
        text=True,
    )
    problems = json.loads(run.stdout)["problems"]
    return Counter((one["severity"], one["code"], json.dumps(one, sort_keys=True)) for one in problems)


def table(found: Sequence[Try]) -> Iterator[str]:
    """How each kind of change was found."""
    yield "| what is changed | how | tries | " + " | ".join(SEVERITIES) + " |"
    yield "|---|---|" + "---|" * (len(SEVERITIES) + 1)
    for target, kind in dict.fromkeys((one.target, one.kind) for one in found):
        of_kind = Counter(one.found for one in found if (one.target, one.kind) == (target, kind))
        yield _row(target, kind, of_kind)
    yield _row("all", "", Counter(one.found for one in found))


def _row(target: str, kind: str, counted: Counter[str]) -> str:
    cells = " | ".join(str(counted[severity] or "") for severity in SEVERITIES)
    return f"| {target} | {kind} | {counted.total()} | {cells} |"


def main() -> None:
    """Change things, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--press", type=int, default=0, help="press releases to make the site of")
    parser.add_argument("--days", type=int, help="days of the sample to make it of [default: all]")
    parser.add_argument("--commands", type=int, default=20, help="tries that go through the command")
    parser.add_argument("--seed", type=int, default=20260817)
    parser.add_argument("--notes", action="store_true", help="tell what was found by a note alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dayfold-mutations-") as folder:
        install_summarizer(Path(folder) / "installed")
        site = Path(folder) / "site"
        now = make_site(site, press=options.press, days=options.days)
        found = mutate(site, now, tries=options.tries, commands=options.commands, seed=options.seed)
    print("\n".join(table(found)))
    for one in found:
        if one.found == "missed" or (options.notes and one.found == "note"):
            print(f"{one.found}: {one.target}, {one.kind}: {one.where}")
    sys.exit(any(one.found == "missed" for one in found))


if __name__ == "__main__":
    main()
