"""Tell whether words mean something by themselves: how a passage begins in, whether it leans on more out."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = r"[\"“„'‘«(]*"
# Pronouns and connectives; not what names itself ('this week', 'those who'), nor 'it' of weather and times.
_PRONOUN: Final = re.compile(
    rf"{_MARK}(?:he|she|they|his|her|their|its|him|them"
    r"|it(?!['’]s\b| (?:is|was|will be|has been|had been|would be|took|takes)\b)"
    r"|(?:this|that|these|those)(?! (?:(?-i:[A-Z])\w*|week|weekend|month|year|morning|afternoon|evening"
    r"|spring|summer|autumn|fall|winter|season|day|days|who|of)\b)"
    r"|er|sie|dies|dieser|dieses|diese(?! Woche\b)|sein|seine|ihr|ihre|il|elle|ils|elles|celui-ci|celle-ci"
    r"|él|ella|ellos|ellas)\b",
    re.IGNORECASE,
)
_CONNECTIVE: Final = re.compile(
    rf"{_MARK}(?:but|and|or|nor|yet|so|then|however|also|meanwhile|moreover|furthermore|nevertheless"
    r"|nonetheless|therefore|thus|hence|instead|besides|otherwise|similarly|likewise|afterwards|the latter"
    r"|(?:in addition|as a result|in turn|in response|for example|for instance|on the other hand|by contrast"
    r"|that said|at the same time)(?=,)"
    r"|aber|und|doch|auch|jedoch|außerdem|zudem|dennoch|trotzdem|allerdings|deshalb|daher|dabei|dagegen"
    r"|damit|danach|mais|et|cependant|toutefois|pourtant|pero|sin embargo|además)(?=[\s,])",
    re.IGNORECASE,
)
# What is named before it is told of: 'the company' of which nobody has said the name.
_GENERIC: Final = re.compile(
    rf"{_MARK}the (?:company|firm|group|agency|organi[sz]ation|team|club|two|pair|couple|man|woman|boy|girl"
    r"|suspect|suspects|victim|victims|incident|accident|move|decision|announcement|report|study|deal|attack"
    r"|crash|statement|film|program|programme|project|agreement|transaction|product|products"
    r")(?:['’]s?)?"
    r"(?= (?!(?:of|in|at|on|for|that|who|which|to|between|by|with|from|behind|working)\b))",
    re.IGNORECASE,
)


def is_loose(text: str) -> bool:
    """Whether `text` begins with what only something before it explains: 'He said', 'However', 'The company'.

    English and German, and the pronouns of French and Spanish.
    """
    return any(pattern.match(text) for pattern in (_PRONOUN, _CONNECTIVE, _GENERIC))
