"""Words that say what a name is of, or that it is none worth an entry."""

# ruff: noqa: SIM905 -- word lists read better as texts

from __future__ import annotations

from typing import Final

THEIR_NOUNS_HAVE_CAPITALS: Final = frozenset(("de", "lb"))
LEGAL_FORMS: Final = frozenset(
    """inc incorporated corp corporation ltd limited llc llp plc lp co company gmbh ag sa se nv bv ab as oy
    spa srl pty kg group holdings holding""".split()
)
ORGANISATIONS: Final = frozenset(
    """university college school academy institute council committee commission ministry department agency
    bureau authority board court tribunal bank party association union federation league club society
    foundation trust company corporation inc corp ltd llc group holdings police guard service museum
    hospital church parliament senate congress assembly nations organisation organization alliance
    railways airlines airways partners ventures capital technologies pharmaceuticals therapeutics""".split()
)
PLACES: Final = frozenset(
    """island islands river lake bay valley mountain mountains street road avenue square county province
    district harbour harbor port beach park bridge coast strait peninsula hill hills falls forest desert
    canyon city town village states emirates kingdom
    republic""".split()
)
PERSONS_TITLES: Final = frozenset(
    """mr mrs ms miss dr prof professor sir dame lady president minister chancellor senator governor mayor
    alderman councillor commissioner judge justice captain lieutenant sergeant colonel general admiral
    inspector pope king queen prince princess bishop archbishop spokesman spokeswoman spokesperson
    chairman chairwoman herr frau ceo cfo cto coo founder""".split()
)
NO_ENTRIES: Final = frozenset(
    """phd mba vip
    english german french spanish italian arabic russian chinese japanese korean european american
    british indian canadian australian african asian irish scottish welsh dutch swedish norwegian danish
    finnish polish turkish israeli palestinian ukrainian iranian iraqi syrian mexican brazilian god
    internet christmas easter covid covid-19 ceo cfo ai http https www com email pdf faq usd eur gbp q1
    q2 q3 q4 h1 h2 inc corp ltd llc""".split()
)
