"""What a site asks of those who fetch: robots.txt (RFC 9309) and TDMRep (W3C community group, 2024)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from generator.fetching.answers import Answer, Fault, FetchError

Get = Callable[[str], Answer]
ROBOTS: Final = "/robots.txt"
RESERVATIONS: Final = "/.well-known/tdmrep.json"
_MOST_READ: Final = 512_000  # bytes of either; RFC 9309, 2.5 asks for 500 KiB of a robots.txt at least
# Origins whose rules are at hand. Rules take eighteen times the bytes of the file that has them, so of all
# others the file is kept.
_AT_HAND: Final = 16


@dataclass(frozen=True, slots=True)
class _Rule:
    """A location of tdmrep.json: what stands between its asterisks, whether it goes to the path's end, and
    whether text and data mining is reserved there."""

    parts: tuple[str, ...]
    is_whole: bool
    reserved: bool

    def matches(self, path: str) -> bool:
        """In one pass, whatever a stranger has written: no regular expression, which could take for ever."""
        first, *others = self.parts
        if not others and self.is_whole:
            return path == first
        if not path.startswith(first):
            return False
        at = len(first)
        last = others.pop() if others and self.is_whole else ""
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return path.endswith(last) and len(path) - len(last) >= at


class Manners:
    """What each origin asks, each asked once; for several threads. `token` is our name in a robots.txt."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._robots: dict[str, bytes | FetchError] = {}
        self._reservations: dict[str, bytes] = {}

    def permit(self, url: str, get: Get) -> None:
        """Raise FetchError where the origin's robots.txt forbids `url`, or cannot be had: a server that fails
        is taken to forbid all, one that has none to allow all (RFC 9309, 2.3.1)."""
        robots = self._robots_of(origin_of(url), get)
        if isinstance(robots, FetchError):
            raise robots.to_keep()
        if not _robots_rules(robots).can_fetch(url, self._token):
            raise FetchError(Fault.ROBOTS, f"{origin_of(url)}{ROBOTS} asks not to fetch it.")

    def delay(self, url: str) -> float | None:
        """The pause in seconds that the origin's robots.txt asks for, where it is known."""
        robots = self._robots.get(origin_of(url))
        return _robots_rules(robots).crawl_delay(self._token) if isinstance(robots, bytes) else None

    def reserves(self, url: str, get: Get) -> bool:
        """Whether the origin's tdmrep.json reserves text and data mining of `url`; the first location that
        matches says."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        rules = _reservation_rules(self._reservations_of(origin_of(url), get))
        return next((rule.reserved for rule in rules if rule.matches(path)), False)

    def _robots_of(self, origin: str, get: Get) -> bytes | FetchError:
        with self._lock(f"{origin}{ROBOTS}"):
            if origin not in self._robots:
                self._robots[origin] = _robots(origin, get)
            return self._robots[origin]

    def _reservations_of(self, origin: str, get: Get) -> bytes:
        with self._lock(f"{origin}{RESERVATIONS}"):
            if origin not in self._reservations:
                self._reservations[origin] = _reservations(origin, get)
            return self._reservations[origin]

    def _lock(self, name: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())


def origin_of(url: str) -> str:
    """Scheme, host and port; the address itself where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:  # for the client to refuse
        return url
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def host_of(url: str) -> str:
    """The host; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _robots(origin: str, get: Get) -> bytes | FetchError:
    """As much of robots.txt as is read, or why nothing may be asked for."""
    try:
        answer = get(f"{origin}{ROBOTS}")
    except FetchError as error:
        if error.status is not None and 400 <= error.status < 500 and error.fault is not Fault.BUSY:
            return b""
        if error.fault in {Fault.REDIRECTS, Fault.TOO_LARGE, Fault.ENCODING}:
            return b""  # as if there were none: RFC 9309, 2.3.1.2
        return error.to_keep()
    return answer.body[:_MOST_READ]


@lru_cache(_AT_HAND)
def _robots_rules(text: bytes) -> Protego:
    return Protego.parse(text.decode("utf-8", "replace"))


def _reservations(origin: str, get: Get) -> bytes:
    """tdmrep.json; nothing where there is none, or more than is read."""
    try:
        body = get(f"{origin}{RESERVATIONS}").body
    except FetchError:
        return b""
    return body if len(body) <= _MOST_READ else b""


@lru_cache(_AT_HAND)
def _reservation_rules(text: bytes) -> tuple[_Rule, ...]:
    """The rules of a file that can be read; one that cannot reserves nothing this way."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    found = []
    for rule in told if isinstance(told, list) else []:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str):
            found.append(_rule(location, is_reserved=rule.get("tdm-reservation") in (1, "1")))
    return tuple(found)


def _rule(location: str, *, is_reserved: bool) -> _Rule:
    """A location is a path's beginning: `*` is anything, `$` at its end is the path's end."""
    return _Rule(tuple(location.removesuffix("$").split("*")), location.endswith("$"), is_reserved)
