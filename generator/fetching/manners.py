"""What a site asks of those who fetch: robots.txt (RFC 9309) and TDMRep (W3C community group, 2024)."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from generator.fetching.answers import Answer, Fault, FetchError

Get = Callable[[str], Answer]
ROBOTS: Final = "/robots.txt"
RESERVATIONS: Final = "/.well-known/tdmrep.json"
_MOST_READ: Final = 512_000  # bytes of a robots.txt: RFC 9309, 2.5 asks for 500 KiB at least


@dataclass(frozen=True, slots=True)
class _Rule:
    """A location of tdmrep.json, as a pattern, and whether text and data mining is reserved there."""

    pattern: re.Pattern[str]
    reserved: bool


class Manners:
    """What each origin asks, each asked once; for several threads. `token` is our name in a robots.txt."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._robots: dict[str, Protego | FetchError] = {}
        self._rules: dict[str, tuple[_Rule, ...]] = {}

    def permit(self, url: str, get: Get) -> None:
        """Raise FetchError where the origin's robots.txt forbids `url`, or cannot be had: a server that fails
        is taken to forbid all, one that has none to allow all (RFC 9309, 2.3.1)."""
        robots = self._robots_of(origin_of(url), get)
        if isinstance(robots, FetchError):
            raise robots
        if not robots.can_fetch(url, self._token):
            raise FetchError(Fault.ROBOTS, f"{origin_of(url)}{ROBOTS} asks not to fetch it.")

    def delay(self, url: str) -> float | None:
        """The pause in seconds that the origin's robots.txt asks for, where it is known."""
        robots = self._robots.get(origin_of(url))
        return robots.crawl_delay(self._token) if isinstance(robots, Protego) else None

    def reserves(self, url: str, get: Get) -> bool:
        """Whether the origin's tdmrep.json reserves text and data mining of `url`; the first location that
        matches says."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        rules = self._rules_of(origin_of(url), get)
        return next((rule.reserved for rule in rules if rule.pattern.match(path)), False)

    def _robots_of(self, origin: str, get: Get) -> Protego | FetchError:
        with self._lock(f"{origin}{ROBOTS}"):
            if origin not in self._robots:
                self._robots[origin] = _robots(origin, get)
            return self._robots[origin]

    def _rules_of(self, origin: str, get: Get) -> tuple[_Rule, ...]:
        with self._lock(f"{origin}{RESERVATIONS}"):
            if origin not in self._rules:
                self._rules[origin] = _reservations(origin, get)
            return self._rules[origin]

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


def _robots(origin: str, get: Get) -> Protego | FetchError:
    try:
        answer = get(f"{origin}{ROBOTS}")
    except FetchError as error:
        if error.status is not None and 400 <= error.status < 500 and error.fault is not Fault.BUSY:
            return Protego.parse("")
        if error.fault in {Fault.REDIRECTS, Fault.TOO_LARGE, Fault.ENCODING}:
            return Protego.parse("")  # as if there were none: RFC 9309, 2.3.1.2
        return error
    return Protego.parse(answer.body[:_MOST_READ].decode("utf-8", "replace"))


def _reservations(origin: str, get: Get) -> tuple[_Rule, ...]:
    """The rules of a file that is there and can be read; a site without one reserves nothing this way."""
    try:
        told = json.loads(get(f"{origin}{RESERVATIONS}").body)
    except (FetchError, ValueError, RecursionError):
        return ()
    found = []
    for rule in told if isinstance(told, list) else []:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str):
            found.append(_Rule(_pattern(location), rule.get("tdm-reservation") in {1, "1"}))
    return tuple(found)


def _pattern(location: str) -> re.Pattern[str]:
    """A location as a pattern from a path's beginning: `*` is anything, `$` at its end is the path's end."""
    body, end = (location[:-1], "$") if location.endswith("$") else (location, "")
    parts = [re.escape(part) for part in re.sub(r"\*+", "*", body).split("*")]
    return re.compile(".*?".join(parts) + end, re.DOTALL)
