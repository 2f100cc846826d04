"""What the schemas of site_config/ are made of: one base, and field types that say in words what is wrong."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.model.ids import SectionId, SourceId, TopicId
from generator.model.text import normal_line

FAULT: Final = "dayfold"  # the type of every error that is raised here: its context has `what` and `write`

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# BCP 47 (RFC 5646, 2.1) without extensions and private use; its language is a code of ISO 639.
_LANGUAGE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_DOMAIN: Final = re.compile(r"(?:[\w](?:[\w-]*[\w])?\.)+[\w](?:[\w-]*[\w])?")
_HOST: Final = re.compile(r"(?:[\w.~%-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Schema(BaseModel):
    """A mapping of a settings file: frozen, and a key that it does not have is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty_keys(cls, value: object) -> object:
        """A key with nothing behind it counts as not written: `topics:` with its list commented out."""
        if isinstance(value, dict) and None in value.values():
            return {k: v for k, v in value.items() if v is not None or k not in cls.model_fields}
        return value


def fault(what: str, write: str) -> PydanticCustomError:
    """The error 'KEY: VALUE `what`. `write`'; `write` is a sentence that says what to do."""
    return PydanticCustomError(FAULT, "{what}. {write}", {"what": what, "write": write})


def _line(text: str) -> str:
    line = normal_line(text)
    if not line:
        raise fault("is empty", "Write a text, or remove the key.")
    return line


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "harbour-gazette"
        raise fault("is not an id (small letters a–z, digits and single hyphens)", f"Write {near}.")
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None
    except ValueError:  # an unclosed [ in the host
        usable = False
    if not usable or normal_line(text) != text or " " in text:
        raise fault(
            "is not an http or https address", "Write it in full: https://harbour-gazette.example/page."
        )
    return text


def _domain(text: str) -> str:
    domain = text.lower()
    if not _DOMAIN.fullmatch(domain):
        raise fault("is not a domain", "Write the host name alone: harbour-gazette.example.")
    return domain


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise fault("is not a language tag", "Write a tag of BCP 47: en, pt-BR, zh-Hant.")
    return text


def _country(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise fault("is not a country code", "Write the two capital letters of ISO 3166: NO.")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ) as error:  # OSError: 'Europe' is a folder of the database
        near = difflib.get_close_matches(text, sorted(available_timezones()), n=1, cutoff=0.8)
        way_out = (
            f"Did you mean {near[0]}?" if near else "Write a name of the IANA database: UTC, Europe/Oslo."
        )
        raise fault("is not a time zone", way_out) from error
    return text


def _time(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise fault("is not a time", _EXAMPLE_TIME)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise fault("is not a time", _EXAMPLE_TIME) from error
    if _DAY.fullmatch(value):
        raise fault("is a day without a time", f"Write {value}T07:00:00+02:00.")
    if moment.tzinfo is None:
        raise fault("has no offset from UTC", f"Write {moment.isoformat()}Z, or +02:00 instead of Z.")
    return _in_range(moment)


_EXAMPLE_TIME: Final = "Write 2026-08-23T07:00:00+02:00."
_FIRST: Final = datetime(1000, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9998, 12, 31, tzinfo=UTC)


def _in_range(moment: datetime) -> datetime:
    # away from the ends of the calendar, where a change of zone overflows
    naive = moment.replace(tzinfo=UTC)
    if not _FIRST + timedelta(days=2) <= naive <= _LAST:
        raise fault("is not a time of our calendar", _EXAMPLE_TIME)
    return moment


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise fault("is not a day", "Write 2026-08-23.")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise fault("is not a day of the calendar", "Write 2026-08-23.") from error


Flag: TypeAlias = StrictBool
Count: TypeAlias = Annotated[StrictInt, Field(ge=0)]
Text: TypeAlias = Annotated[str, AfterValidator(_line), Field(min_length=1)]
Url: TypeAlias = Annotated[
    str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})
]
Domain: TypeAlias = Annotated[str, AfterValidator(_domain)]
Language: TypeAlias = Annotated[str, AfterValidator(_language)]
Country: TypeAlias = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
Zone: TypeAlias = Annotated[str, AfterValidator(_zone)]
_SLUG_SCHEMA: Final = WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"})
SourceSlug: TypeAlias = Annotated[SourceId, AfterValidator(_slug), _SLUG_SCHEMA]
SectionSlug: TypeAlias = Annotated[SectionId, AfterValidator(_slug), _SLUG_SCHEMA]
LineSlug: TypeAlias = Annotated[str, AfterValidator(_slug), _SLUG_SCHEMA]
TopicSlug: TypeAlias = Annotated[TopicId, AfterValidator(_slug), _SLUG_SCHEMA]
Time: TypeAlias = Annotated[datetime, BeforeValidator(_time)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
