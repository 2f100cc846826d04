"""Words that tell what a figure is of: the dead, the injured, a price; in the languages of number_words."""

# ruff: noqa: SIM905 -- word lists read better as texts

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.model.edition import FigureKind

_K: Final = FigureKind


def _by_word(**words: str) -> Mapping[str, FigureKind]:
    return {word: _K[kind.upper()] for kind, told in words.items() for word in told.split()}


STATES: Final = {
    "en": _by_word(
        dead="dead killed died dies die deaths death fatalities perished slain murdered",
        injured="injured hurt wounded injuries",
        missing="missing unaccounted",
        arrested="arrested detained arrests",
        evacuated="evacuated",
        displaced="displaced homeless",
        rescued="rescued",
        aboard="aboard",
    ),
    "de": _by_word(
        dead="tote toten todesopfer getötet gestorben starben umgekommen tot",
        injured="verletzte verletzten verletzt",
        missing="vermisste vermissten vermisst",
        arrested="festgenommen festnahmen verhaftet",
        evacuated="evakuiert",
        rescued="gerettet",
    ),
    "fr": _by_word(
        dead="morts mort tués tuées tué décédées décès",
        injured="blessés blessées blessé",
        missing="disparus disparues",
        arrested="arrêtées arrêtés interpellées interpellés",
        evacuated="évacuées évacués",
    ),
    "es": _by_word(
        dead="muertos muertas murieron muertes fallecidos fallecieron",
        injured="heridos heridas",
        missing="desaparecidos desaparecidas",
        arrested="detenidos detenidas",
        evacuated="evacuados evacuadas",
    ),
    "it": _by_word(
        dead="morti morte vittime uccise",
        injured="feriti ferite",
        missing="dispersi",
        arrested="arrestate arrestati arresti",
        evacuated="evacuate evacuati",
    ),
    "nl": _by_word(
        dead="doden omgekomen gedood overleden",
        injured="gewonden gewond",
        missing="vermisten vermist",
        arrested="gearresteerd aangehouden",
        evacuated="geëvacueerd",
    ),
}
"""What stands after a number of people, or after their noun: '14 people were killed', '14 Tote'."""

ACTS: Final = {
    "en": _by_word(
        dead="killed killing kills kill",
        injured="injured injuring injures wounded wounding hurting",
        arrested="arrested arresting arrests detained detaining",
        evacuated="evacuated evacuating",
        displaced="displaced displacing",
        rescued="rescued rescuing",
    ),
}
"""What may stand before one: 'killed 14'."""

GENERAL: Final = {
    "en": frozenset("people persons individuals others lives person victims".split()),
    "de": frozenset("menschen personen leute".split()),
    "fr": frozenset("personnes personne".split()),
    "es": frozenset("personas persona".split()),
    "it": frozenset("persone persona".split()),
    "nl": frozenset("mensen personen".split()),
}
"""Nouns that say of people no more than that they are."""

BETWEEN: Final = {
    "en": frozenset(
        """were was are have has had been being left confirmed reported also reportedly on board lay
        seriously critically badly slightly still now""".split()
    ),
    "de": frozenset("wurden wurde sind seien gelten als noch schwer teils leicht bislang bisher".split()),
    "fr": frozenset("ont a été sont étaient furent grièvement".split()),
    "es": frozenset("han sido fueron están resultaron".split()),
    "it": frozenset("sono state stati rimaste rimasti".split()),
    "nl": frozenset("zijn werden raakten om het".split()),
}
"""What may stand between such a noun and its state."""

INCLUDING: Final = frozenset(
    """including among whom them includes include included darunter davon dont parmi incluidos entre
    inclusi onder of other further additional extra more weitere anderen autres otros altri
    the these those all both first last from only just each every another between""".split()
)
"""Before a number: it tells a part, an addition, or people named already."""
PART_AFTER: Final = frozenset("of more other additional further von davon weitere autres de otros".split())

_OTHER: Final = r"""ago|last (?:year|month|week|summer|winter|spring|fall|autumn|decade)|since
|previous(?:ly)?|earlier (?:attack|incident|quake|explosion|blast)|this (?:year|month|season)|per year
|a (?:year|month)|annually|every|each|average|anniversary|similar|during the (?:war|conflict|past)
|years? of|could|might|(?-i:may)|would|if|unless|expected|forecast|potential(?:ly)?|likely|fear(?:ed|s)?
|threat(?:en(?:ed|s|ing)?)?|planned|plans? to|plot(?:ted|ting)?|attempt(?:ed|ing)?|trying|aftershocks?
|another|second|separate(?:ly)?|elsewhere|meanwhile|unrelated|denied|denies|not|never|past
|decades?|century|death row|compared|recent (?:years|months|weeks|days)|initial(?:ly)?|original(?:ly)?
|at first|had (?:first |earlier )?(?:said|counted|put|reported|given|estimated|told|spoken)
|zuvor|zunächst|anfangs|auparavant|inicialmente|inizialmente|eerder|aanvankelijk
|vor (?:einem|zwei|drei|\w+) (?:Jahr|Monat|Woche)\w*|im Jahr|seit|könnten?|würden?|jährlich|Vorjahr
|il y a|depuis|pourrai\w+|hace|desde|podrían?|anni fa|dal|potrebbe\w*|geleden|sinds|kunnen"""
_BESIDE: Final = "earlier|this week|a day|history|deadliest|worst"
_OTHERS: Final = _OTHER.replace("\n", "")
ELSEWHERE: Final = re.compile(rf"(?<!\w)(?:{_BESIDE}|{_OTHERS})(?!\w)", re.IGNORECASE)
"""A sentence with one of these may tell of another day or another event, or of what has not happened."""
OTHER_TOLL: Final = re.compile(rf"(?<!\w)(?:{_OTHERS})(?!\w)", re.IGNORECASE)
"""The same of a sentence that says that a toll has risen: 'this week' is then when it began to."""
RISEN: Final = re.compile(
    r"(?<!\w)(?:toll|number of (?:people )?(?:deaths|dead|killed|injured|wounded|missing))(?!\w).*(?<!\w)"
    r"(?:rises|rose|risen|climbs|climbed|increases|increased)\sto(?!\w)",
    re.IGNORECASE | re.DOTALL,
)
YEAR: Final = re.compile(r"(?<![\w.,$€£])(?:1[6-9]\d\d|20\d\d)(?![\w%]|[.,]\d)")
TOLL: Final = re.compile(
    r"(?<!\w)(?:toll|(?:rises?|rose|risen|climb(?:s|ed)|jump(?:s|ed)|increase[sd]?)\sto|total|so\sfar|revised"
    r"|updated|gestiegen|steigt|stieg|erhöhte?|bilan|aumenta|asciende|salito|sale|opgelopen)(?!\w)",
    re.IGNORECASE,
)
"""Words of a total that is kept over days."""

AT_LEAST: Final = frozenset(
    "at least|more than|over|mindestens|mehr als|au moins|plus de|al menos|más de|almeno|oltre|minstens"
    "|meer dan|a minimum of|no fewer than".split("|")
)
AT_MOST: Final = frozenset(
    "up to|at most|as many as|as much as|less than|fewer than|under|bis zu|höchstens|weniger als"
    "|jusqu'à|moins de|menos de".split("|")
)
ABOUT: Final = frozenset(
    "about|around|some|roughly|approximately|an estimated|estimated|nearly|almost|close to|rund|etwa"
    "|ungefähr|knapp|fast|environ|près de|unos|unas|cerca de|casi|circa|quasi|ongeveer|bijna"
    "|reported".split("|")
)

DEALS: Final = frozenset(
    """deal acquisition takeover buyout purchase bid offer merger buy buys acquire acquires acquired
    acquiring bought buying sale""".split()
)
FINES: Final = frozenset("fine fined penalty fines settlement".split())
BAILS: Final = frozenset("bail bond ransom reward bounty".split())
