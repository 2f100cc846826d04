"""Visit addresses in turn: with manners, pauses, and a second attempt at what may pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from generator.fetching.answers import Answer, Fault, FetchError
from generator.fetching.client import Client, web_address
from generator.fetching.manners import Manners, host_of
from generator.fetching.pacing import Pacer

_HOPS: Final = 5
_FIRST_REST: Final = 2.0  # seconds before the second attempt, twice as many before each further one
_LONGEST_REST: Final = 60.0  # what asks for a longer one is left to the next run


class Visitor:
    """Fetches, for one thread; manners and pauses are shared with others. `attempts` is at least 1."""

    def __init__(self, client: Client, manners: Manners, pacer: Pacer, attempts: int) -> None:
        self._client = client
        self._manners = manners
        self._pacer = pacer
        self._attempts = attempts

    def fetch(self, url: str, known: Mapping[str, str], *, unreserved: bool = False) -> Answer:
        """What stands at `url`, or that it is what is `known` (conditions as headers: RFC 9110, 13). What
        must be `unreserved` is refused where text and data mining of it is reserved. Raises FetchError."""
        for attempt in range(1, self._attempts + 1):
            try:
                return self._once(url, known, unreserved=unreserved)
            except FetchError as error:
                rest = max(_FIRST_REST * 2 ** (attempt - 1), error.retry_after or 0.0)
                if attempt == self._attempts or not error.may_pass or rest > _LONGEST_REST:
                    raise
            self._pacer.rest(rest)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, known: Mapping[str, str], *, unreserved: bool) -> Answer:
        def may_ask(asked: str) -> None:
            self._manners.permit(asked, self._ask_plainly)
            if unreserved and self._manners.reserves(asked, self._ask_plainly):
                raise FetchError(
                    Fault.RESERVED, "The site reserves text and data mining of it (tdmrep.json)."
                )

        answer = self._follow(url, known, may_ask)
        if unreserved and answer.reserved:
            raise FetchError(
                Fault.RESERVED, "The site reserves text and data mining of it (tdm-reservation)."
            )
        return answer

    def _ask_plainly(self, url: str) -> Answer:
        return self._follow(url, {}, lambda _: None)

    def _follow(self, url: str, known: Mapping[str, str], may_ask: Callable[[str], None]) -> Answer:
        """Go where redirects lead, each hop a turn of its own: nobody waits for one host while holding
        another."""
        asked, moved_to, for_good = url, None, True
        for _ in range(_HOPS + 1):
            web_address(asked)
            may_ask(asked)
            with self._pacer.turn(host_of(asked), self._manners.delay(asked)):
                answer = self._client.ask(asked, known)
            if isinstance(answer, Answer):
                return replace(answer, moved_to=moved_to)
            asked, for_good = answer.to, for_good and answer.for_good
            moved_to = asked if for_good else moved_to
        raise FetchError(Fault.REDIRECTS, f"It redirects more than {_HOPS} times, in the end to {asked}.")
