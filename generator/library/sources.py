"""Sources in, entries at the end of sources.yml out, with all that stood there before left as it is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, has_errors
from generator.model.ids import SourceId
from generator.model.source import Feed, Rights, Source
from generator.model.text import normal_line
from generator.output import write_if_changed
from generator.settings.faults import validate
from generator.settings.references import check_sources
from generator.settings.sources import SourcesFile
from generator.settings.yaml_reading import Document, Place, decode, parse_yaml
from generator.settings.yaml_writing import Writable, flow_mapping, flow_value, mapping_lines

FILE: Final = "site_config/sources.yml"
_LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines, and PyYAML with it
_NULL: Final = re.compile(r"\A(?:~|null|Null|NULL)")
_QUOTED: Final = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_SCALAR: Final = re.compile(rf"{_QUOTED}|\S+")
_SCALAR_IN_BRACES: Final = re.compile(rf"{_QUOTED}|[^\s,}}]+")
_DOCUMENT_END: Final = re.compile(r"^\.\.\.[ \t]*$", re.MULTILINE)


def add_source(root: Path, source: Source) -> bool:
    """Append `source` to sources.yml; see `add_sources`."""
    return bool(add_sources(root, [source]))


def add_sources(root: Path, sources: Iterable[Source]) -> list[Source]:
    """Append `sources` to sources.yml and return those that were not there yet, by id.

    Not a byte of what stands changes, but for the brackets of an empty list. Raises DayfoldError with the
    file's own errors, or when its form leaves no place to append to; then nothing is written.
    """
    sources = list(sources)
    if not sources:
        return []
    path = root / FILE
    data = path.read_bytes() if path.exists() else b""
    document, known = _checked(data)
    new = list({source.id: source for source in sources if source.id not in known}.values())
    if new:
        write_if_changed(path, _grown(data.decode(), document, new).encode())
    return new


def add_feeds(root: Path, feeds: Mapping[SourceId, Sequence[Feed]]) -> None:
    """Add `feeds` to the entries of sources.yml that have these ids.

    Not a byte of what stands changes. Raises DayfoldError with the file's own errors, or when its form leaves
    no place for them; then nothing is written.
    """
    if not feeds:
        return
    path = root / FILE
    data = path.read_bytes() if path.exists() else b""
    document, known = _checked(data)
    text = data.decode()
    wanted = [
        dataclasses.replace(source, feeds=(*source.feeds, *map(_normal_feed, feeds.get(source.id, ()))))
        for source in known.values()
    ]
    for number in reversed(range(len(wanted))):  # from the end, so that places before it stay right
        added = wanted[number].feeds[len(known[wanted[number].id].feeds) :]
        if added:
            place, lines = _feeds_place(text, document, number, added)
            text = text[:place] + lines + text[place:]
    reread, _ = parse_yaml(text.removeprefix("\ufeff"), FILE)
    if reread is None or _in_any_order(_sources(reread)[0]) != _in_any_order(wanted):
        raise DayfoldError(
            Problem(
                code="write-failed",
                position=document.position(("sources",)),
                message=f"The feeds of '{min(feeds)}' could not be added to this list.",
                remedy="Write each source as lines, `- id: …` first, or add the feeds by hand.",
            )
        )
    write_if_changed(path, text.encode())


def feed_places(root: Path) -> dict[str, Position]:
    """Where each feed's address stands in sources.yml; empty when the file cannot be read."""
    try:
        document, known = _checked((root / FILE).read_bytes())
    except (OSError, DayfoldError):
        return {}
    return {
        feed.url: document.position(("sources", number, "feeds", place, "url"))
        for number, source in enumerate(known.values())
        for place, feed in enumerate(source.feeds)
    }


def propose_moves(root: Path, moves: Mapping[str, str]) -> None:
    """Write into sources.yml where feeds have moved for good: address as it stands to address as it is now.

    Not a byte of what stands changes, but for an earlier proposal. Raises DayfoldError with the file's own
    errors, or when its form leaves no place for them; then nothing is written.
    """
    path = root / FILE
    data = path.read_bytes()
    document, known = _checked(data)
    text = data.decode()
    for number, source in reversed(
        list(enumerate(known.values()))
    ):  # from the end, so that places stay right
        for place, feed in reversed(list(enumerate(source.feeds))):
            if moves.get(feed.url, feed.moved_to) != feed.moved_to:
                text = _with_move(text, document, ("sources", number, "feeds", place), moves[feed.url])
    wanted = [
        dataclasses.replace(
            source,
            feeds=tuple(dataclasses.replace(f, moved_to=moves.get(f.url, f.moved_to)) for f in source.feeds),
        )
        for source in known.values()
    ]
    reread, _ = parse_yaml(text.removeprefix("\ufeff"), FILE)
    if reread is None or _sources(reread)[0] != wanted:
        raise DayfoldError(
            Problem(
                code="write-failed",
                position=document.position(("sources",)),
                message=f"Where '{min(moves)}' has moved could not be added to this list.",
                remedy=f"Write its `url` anew by hand: {moves[min(moves)]}",
            )
        )
    write_if_changed(path, text.encode())


def _with_move(text: str, document: Document, feed: tuple[str | int, ...], moved_to: str) -> str:
    """`text` with `moved_to` in a feed's mapping: in the place of an earlier one, else at a mapping's
    brace or below the line of `url`."""
    written = flow_value(moved_to)
    start = _offset(text, document.values[feed]) or 0
    told = _offset(text, document.values.get((*feed, "moved_to")))
    if told is not None:
        match = (_SCALAR_IN_BRACES if text.startswith("{", start) else _SCALAR).match(text, told)
        return text[:told] + written + text[match.end() if match else told :]
    if text.startswith("{", start):
        brace = (_offset(text, document.ends[feed]) or len(text)) - 1
        return f"{text[:brace].rstrip()}, moved_to: {written}{text[brace:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    below = text.find("\n", _offset(text, document.values[(*feed, "url")]) or 0) + 1
    gap = "" if below else newline
    below = below or len(text)
    indent = " " * (document.keys[(*feed, "url")][1] - 1)
    return f"{text[:below]}{gap}{indent}moved_to: {written}{newline}{text[below:]}"


def _checked(data: bytes) -> tuple[Document, dict[SourceId, Source]]:
    """The file as it stands, which must be right before anything is added to it."""
    text, problems = decode(data, FILE)
    document, problems = parse_yaml(text, FILE) if text is not None else (None, problems)
    if document is None:
        raise DayfoldError(*problems)
    known, problems = _sources(document)
    if known is None:
        raise DayfoldError(*problems)
    return document, {source.id: source for source in known}


def _sources(document: Document) -> tuple[list[Source] | None, list[Problem]]:
    file, problems = validate(SourcesFile, document)
    if file is None:
        return None, problems
    problems = list(check_sources(file.sources, document))
    return (None if has_errors(problems) else [entry.to_model() for entry in file.sources]), problems


def _grown(text: str, document: Document, new: Sequence[Source]) -> str:
    """`text` with `new` appended in the first way that reads back as what was there and what was added."""
    before, _ = _sources(document)
    wanted = [*(before or []), *(_normal(source) for source in new)]
    for candidate in _ways(text, document, [_fields(source) for source in wanted[len(before or []) :]]):
        reread, _ = parse_yaml(candidate.removeprefix("\ufeff"), FILE)
        if reread is not None and _sources(reread)[0] == wanted:
            return candidate
    raise DayfoldError(
        Problem(
            code="write-failed",
            position=document.position(("sources",)),
            message=f"The source '{new[0].id}' could not be added to this list.",
            remedy="Write the list as lines that begin with '- id:', or add the source by hand.",
        )
    )


def _ways(text: str, document: Document, entries: Sequence[Mapping[str, Writable]]) -> Iterator[str]:
    newline = "\r\n" if "\r\n" in text else "\n"
    start = _offset(text, document.values.get(("sources",)))
    if start is None:
        yield _at_end(text, newline, ["sources:", *_block("  ", entries)])
    elif text.startswith("[", start):
        end = _offset(text, document.ends[("sources",)]) or len(text)
        if not text[start + 1 : end - 1].strip():
            yield _at_end(text[:start].rstrip(" ") + text[end:], newline, _block("  ", entries))
        for comma in (", ", ""):  # a list may end with a comma already
            yield text[: end - 1] + comma + ", ".join(map(flow_mapping, entries)) + text[end - 1 :]
    else:
        lines = _block(" " * (document.values[("sources",)][1] - 1), entries)
        if document.value == {"sources": None}:
            lines = _block("  ", entries)
            yield _at_end(text[:start].rstrip(" ") + _NULL.sub("", text[start:]), newline, lines)
        yield _at_end(text, newline, lines)
        if end_marker := _DOCUMENT_END.search(text):
            yield _at_end(text[: end_marker.start()], newline, lines) + text[end_marker.start() :]


def _feeds_place(text: str, document: Document, number: int, feeds: Sequence[Feed]) -> tuple[int, str]:
    """Where in `text` to put more feeds of the source with this number, and what to put there."""
    newline = "\r\n" if "\r\n" in text else "\n"
    entry: tuple[str | int, ...] = ("sources", number)
    items = [_feed_fields(feed) for feed in feeds]
    flows = ", ".join(map(flow_mapping, items))
    start = _offset(text, document.values[entry]) or 0
    listed = _offset(text, document.values.get((*entry, "feeds")))
    if listed is not None and text.startswith("[", listed):
        end = (_offset(text, document.ends[(*entry, "feeds")]) or len(text)) - 1
        return end, f", {flows}" if text[listed + 1 : end].strip() else flows
    if text.startswith("{", start):
        return (_offset(text, document.ends[entry]) or len(text)) - 1, f", feeds: [{flows}]"
    if listed is not None:
        line = text.rfind("\n", 0, listed) + 1
        block = "".join(f"{text[line:listed]}- {flow_mapping(item)}{newline}" for item in items)
        return _behind_the_last_feed(text, document, number) or line, block
    indent = " " * (document.keys[(*entry, "id")][1] - 1)
    line = text.find("\n", _offset(text, document.values[(*entry, "id")]) or 0) + 1
    lead = "" if line else newline
    block = "".join(f"{indent}{text_line}{newline}" for text_line in mapping_lines({"feeds": items}))
    return (line or len(text)), lead + block


def _behind_the_last_feed(text: str, document: Document, number: int) -> int | None:
    """The line below a block list of feeds, where its last item has its end in sight: a brace."""
    count = sum(1 for key in document.values if len(key) == 4 and key[:3] == ("sources", number, "feeds"))
    end = _offset(text, document.ends.get(("sources", number, "feeds", count - 1)))
    if end is None or not text.startswith("}", end - 1):
        return None
    return text.find("\n", end) + 1 or None


def _in_any_order(sources: Iterable[Source] | None) -> list[Source]:
    return [
        dataclasses.replace(source, feeds=tuple(sorted(source.feeds, key=lambda feed: feed.url)))
        for source in sources or ()
    ]


def _at_end(text: str, newline: str, lines: Iterable[str]) -> str:
    gap = newline if text.strip("\ufeff") and not text.endswith("\n") else ""
    return text + gap + "".join(line + newline for line in lines)


def _block(indent: str, entries: Iterable[Mapping[str, Writable]]) -> list[str]:
    return [
        indent + ("- " if number == 0 else "  ") + line
        for entry in entries
        for number, line in enumerate(mapping_lines(entry))
    ]


def _offset(text: str, place: Place | None) -> int | None:
    """Where in `text` the line and column `place` is; None for no place."""
    if place is None:
        return None
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    line, col = place
    # the byte order mark was cut off before the columns were counted
    return starts[line - 1] + col - 1 + (1 if line == 1 and text.startswith("\ufeff") else 0)


def _normal(source: Source) -> Source:
    return dataclasses.replace(
        source,
        name=normal_line(source.name),
        aliases=tuple(normal_line(alias) for alias in source.aliases),
        credits=tuple(normal_line(credit) for credit in source.credits),
        keep_lines=tuple(normal_line(line) for line in source.keep_lines),
        owner=normal_line(source.owner) if source.owner is not None else None,
        feeds=tuple(map(_normal_feed, source.feeds)),
    )


def _normal_feed(feed: Feed) -> Feed:
    title = normal_line(feed.title) if feed.title is not None else None
    return dataclasses.replace(feed, title=title, folders=tuple(map(normal_line, feed.folders)))


def _fields(source: Source) -> dict[str, Writable]:
    """What sources.yml says of `source`: all that differs from what it says when it says nothing."""
    said = _differences(source, Source(id=SourceId(""), name=""))
    said.pop("rights", None)
    if said.pop("feeds", None):
        said["feeds"] = [_feed_fields(feed) for feed in source.feeds]
    if rights := _differences(source.rights, Rights()):
        said["rights"] = rights
    return said


def _feed_fields(feed: Feed) -> dict[str, Writable]:
    return _differences(feed, Feed(url=""))


def _differences(value: Source | Rights | Feed, default: Source | Rights | Feed) -> dict[str, Writable]:
    names = [field.name for field in dataclasses.fields(value)]
    return {name: getattr(value, name) for name in names if getattr(value, name) != getattr(default, name)}
