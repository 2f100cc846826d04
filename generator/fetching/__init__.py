"""Addresses in, what stands there out: politely, within limits, and from nowhere that is not public."""

from generator.fetching.addresses import Guard
from generator.fetching.answers import Answer, Fault, FetchError
from generator.fetching.archive import append_record
from generator.fetching.client import Client, Limits
from generator.fetching.manners import Manners
from generator.fetching.pacing import Pacer
from generator.fetching.visiting import Visitor

__all__ = [
    "Answer",
    "Client",
    "Fault",
    "FetchError",
    "Guard",
    "Limits",
    "Manners",
    "Pacer",
    "Visitor",
    "append_record",
]
