"""What a person reads who got a settings file wrong: the value, the place, what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settings.digest import DigestSettings
from generator.settings.faults import quoted, validate
from generator.settings.front_matter import FrontMatter
from generator.settings.schema import Schema
from generator.settings.sources import SourcesFile
from generator.settings.topics import TopicsFile
from generator.settings.yaml_reading import Document, parse_yaml

RIGHT = "title: T\nsource: s\npublished: 2026-08-17T09:30:00Z\n"


def told(text: str, schema: type[Schema] = DigestSettings) -> list[str]:
    document, problems = parse_yaml(text, "f.yml")
    assert problems == []
    assert document is not None
    return [str(problem).removeprefix("f.yml:") for problem in validate(schema, document)[1]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "published: yesterday",
            (
                "4:12: error[invalid-value]: published: 'yesterday' is not a time. "
                "Write 2026-08-23T07:00:00+02:00."
            ),
        ),
        (
            "published: 2026-08-23",
            (
                "4:12: error[invalid-value]: published: '2026-08-23' is a day without a time. "
                "Write 2026-08-23T07:00:00+02:00."
            ),
        ),
        (
            "published: 2026-08-23T07:00:00",
            (
                "4:12: error[invalid-value]: published: '2026-08-23T07:00:00' has no "
                "offset from UTC. Write 2026-08-23T07:00:00Z, or +02:00 instead of Z."
            ),
        ),
        (
            "published: 1755417600",
            (
                "4:12: error[invalid-value]: published: 1755417600 is not a time. "
                "Write 2026-08-23T07:00:00+02:00."
            ),
        ),
        (
            "published: 0001-01-01T00:00:00+14:00",
            (
                "4:12: error[invalid-value]: published: "
                "'0001-01-01T00:00:00+14:00' is not a time of our calendar. Write 2026-08-23T07:00:00+02:00."
            ),
        ),
        (
            "authors: A. Writer",
            "4:10: error[invalid-value]: authors: 'A. Writer' is not a list. Write [A. Writer].",
        ),
        ("authors: [B, 5]", '4:14: error[invalid-value]: authors: 5 is not text. Put it in quotes: "5".'),
        (
            "authors: ['']",
            "4:11: error[invalid-value]: authors: '' is empty. Write a text, or remove the key.",
        ),
        (
            "dateline: {a: 1}",
            "4:11: error[invalid-value]: dateline: a mapping is not text. Write Harbour City.",
        ),
        (
            "label: opnion",
            "4:8: error[invalid-value]: label: 'opnion' is none of its values. Did you mean opinion?",
        ),
        (
            "label: satire",
            (
                "4:8: error[invalid-value]: label: 'satire' is none of its values. "
                "Write news, opinion, analysis, live, press-release or sponsored."
            ),
        ),
        (
            "label: 5",
            (
                "4:8: error[invalid-value]: label: 5 is none of its values. "
                "Write news, opinion, analysis, live, press-release or sponsored."
            ),
        ),
        (
            "url: ftp://a.example/",
            (
                "4:6: error[invalid-value]: url: 'ftp://a.example/' is not an http or https "
                "address. Write it in full: https://harbour-gazette.example/page."
            ),
        ),
        (
            "url: javascript:alert(1)",
            (
                "4:6: error[invalid-value]: url: 'javascript:alert(1)' is not an http or "
                "https address. Write it in full: https://harbour-gazette.example/page."
            ),
        ),
        (
            "via: The Aggregator",
            (
                "4:6: error[invalid-value]: via: 'The Aggregator' is not an id (small letters a–z, "
                "digits and single hyphens). Write the-aggregator."
            ),
        ),
        (
            "language: english",
            (
                "4:11: error[invalid-value]: language: 'english' is not a language tag. "
                "Write a tag of BCP 47: en, pt-BR, zh-Hant."
            ),
        ),
        (
            "excerpt_only: yes",
            "4:15: error[invalid-value]: excerpt_only: 'yes' is not true or false. Write true or false.",
        ),
        ("auhtors: [B]", "4:1: error[unknown-key]: `auhtors` is not a key here. Did you mean `authors`?"),
    ],
)
def test_a_fault_of_front_matter_is_told(line: str, message: str) -> None:
    key = line.partition(":")[0] + ":"
    text = "".join(f"{own}\n" for own in RIGHT.splitlines() if not own.startswith(key))
    text = text + "#\n" * (3 - text.count("\n")) + line + "\n"
    assert told(text, FrontMatter) == [message]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "timezone: Europe/Olso\n",
            [
                (
                    "1:11: error[invalid-value]: timezone: 'Europe/Olso' is not a time zone. "
                    "Did you mean Europe/Oslo?"
                )
            ],
        ),
        (
            "timezone: Europe\n",
            [
                (
                    "1:11: error[invalid-value]: timezone: 'Europe' is not a time zone. "
                    "Write a name of the IANA database: UTC, Europe/Oslo."
                )
            ],
        ),
        (
            "timezone: ../../etc/passwd\n",
            [
                (
                    "1:11: error[invalid-value]: timezone: '../../etc/passwd' is not a time "
                    "zone. Write a name of the IANA database: UTC, Europe/Oslo."
                )
            ],
        ),
        (
            "editions: {weekly: yes, brief: -1, late_days: 999}\n",
            [
                (
                    "1:20: error[invalid-value]: editions.weekly: 'yes' is not true or false. "
                    "Write true or false."
                ),
                "1:32: error[invalid-value]: editions.brief: -1 is less than 0. Write a number from 0 up.",
                (
                    "1:47: error[invalid-value]: editions.late_days: 999 is more than 366. "
                    "Write a number up to 366."
                ),
            ],
        ),
        (
            "stories: {join: lots}\n",
            ["1:17: error[invalid-value]: stories.join: 'lots' is not a number. Write 0.3."],
        ),
        (
            "stories: {join: .nan}\n",
            ["1:17: error[invalid-value]: stories.join: NaN is not a number. Write 0.3."],
        ),
        (
            "excerpts: 2\n",
            [
                (
                    "1:11: error[invalid-value]: excerpts: 2 is not a mapping. "
                    "Write lines of `key: value`; the keys are sentences."
                )
            ],
        ),
        (
            "sections: []\n",
            ["1:11: error[invalid-value]: sections: a list is empty. Write [{id: economy, name: Economy}]."],
        ),
        ("sections: [{name: A}]\n", ["1:12: error[missing-key]: `id` is missing. Write `id: economy`."]),
        (
            "sections: [{id: a, name: }]\n",
            ["1:20: error[missing-key]: `name` has no value. Write `name: Economy`."],
        ),
        (
            "sentences: 3\n",
            ["1:1: error[unknown-key]: `sentences` is not a key here. It belongs under `excerpts:`."],
        ),
        (
            "x: 3\n",
            [
                (
                    "1:1: error[unknown-key]: `x` is not a key here. The keys here are timezone, language, "
                    "editions, sections, default_section, excerpts, summarizer, stories, corrections, "
                    "feeds, api, builder, cards, ingest, fetch."
                )
            ],
        ),
        (
            "- a\n",
            [
                (
                    "1:1: error[invalid-value]: A list is not a mapping. Write lines of `key: "
                    "value`; the keys "
                    "are timezone, language, editions, sections, default_section, excerpts, summarizer, "
                    "stories, corrections, feeds, api, builder, cards, ingest, fetch."
                )
            ],
        ),
        (
            "just words\n",
            [
                (
                    "1:1: error[invalid-value]: 'just words' is not a mapping. Write lines of `key: value`; "
                    "the keys are timezone, language, editions, sections, default_section, excerpts, "
                    "summarizer, stories, corrections, feeds, api, builder, cards, ingest, fetch."
                )
            ],
        ),
    ],
)
def test_a_fault_of_digest_yml_is_told(text: str, messages: list[str]) -> None:
    assert told(text) == messages


def test_a_fault_of_sources_yml_is_told() -> None:
    text = (
        "sources:\n"
        "  - id: a\n"
        "    name: 1984\n"
        "    domains: ['https://a.example/']\n"
        "    country: Norway\n"
        "    excerpt_chars: 20\n"
        "    rights: {valid_from: yesterday, valid_until: 2026-02-30, excerpt_chars: 10.5}\n"
    )
    assert told(text, SourcesFile) == [
        '3:11: error[invalid-value]: name: 1984 is not text. Put it in quotes: "1984".',
        (
            "4:15: error[invalid-value]: domains: 'https://a.example/' is not a domain. "
            "Write the host name alone: harbour-gazette.example."
        ),
        (
            "5:14: error[invalid-value]: country: 'Norway' is not a country code. "
            "Write the two capital letters of ISO 3166: NO."
        ),
        "7:77: error[invalid-value]: rights.excerpt_chars: 10.5 is not a whole number. Write 200.",
        "7:26: error[invalid-value]: rights.valid_from: 'yesterday' is not a day. Write 2026-08-23.",
        (
            "7:50: error[invalid-value]: rights.valid_until: '2026-02-30' is not a day of the calendar. "
            "Write 2026-08-23."
        ),
        "6:5: error[unknown-key]: `excerpt_chars` is not a key here. It belongs under `rights:`.",
    ]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = "topics:\n  - {id: A, nmae: x}\n  - 5\n  - {id: b, name: '', kind: persn}\n"
    assert [line.split(" ")[0] for line in told(text, TopicsFile)] == [
        "2:10:", "2:5:", "2:13:", "3:5:", "4:19:", "4:29:",
    ]  # fmt: skip


def test_a_key_without_a_value_counts_as_left_out() -> None:
    document, _ = parse_yaml("timezone:\neditions:\nsections:\n", "f.yml")
    assert document is not None
    assert validate(DigestSettings, document) == (DigestSettings(), [])


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-CH-1996", "hsb"])
def test_language_tags_of_bcp_47_are_taken(tag: str) -> None:
    assert told(f"language: {tag}\n") == []


@pytest.mark.parametrize("tag", ["e", "en_GB", "en-", "-en", "english", "en--GB", "12"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    assert len(told(f"language: '{tag}'\n")) == 1


@pytest.mark.parametrize(
    "url",
    ["https://a.example", "http://a.example:8080/x?y=z#w", "https://[::1]/", "https://münchen.example/ä"],
)
def test_web_addresses_are_taken(url: str) -> None:
    assert told(f"{RIGHT}url: '{url}'\n", FrontMatter) == []


@pytest.mark.parametrize(
    "url",
    [
        "a.example",
        "//a.example",
        "https://",
        "https:///x",
        "https://a b/",
        "https://[::1",
        "http://a\tb/",
        "HTTPS//x",
        "https://user:pass@a.example/",
        "data:text/html,x",
        " https://a.example",
        "https://a.example/a b",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert len(told(f'{RIGHT}url: "{url}"\n'.replace("\t", "\\t"), FrontMatter)) == 1


def test_a_value_is_quoted_short_and_in_one_line() -> None:
    assert quoted("a\nb\x00\u202ec") == "'a�b��c'"
    assert quoted("x" * 100) == f"'{'x' * 59}…'"
    assert [quoted(v) for v in (None, True, 1, 0.5, [1], {"a": 1})] == [
        "null", "true", "1", "0.5", "a list", "a mapping",
    ]  # fmt: skip


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = sorted(
    {*DigestSettings.model_fields, *FrontMatter.model_fields, "sources", "topics", "id", "rights", "x"}
)


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES | st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES))),
    st.sampled_from([DigestSettings, SourcesFile, TopicsFile, FrontMatter]),
)
def test_any_value_is_taken_or_told(value: dict[str, object], schema: type[Schema]) -> None:
    document = Document(path="f.yml", value=value, keys={}, values={}, ends={})  # type: ignore[arg-type]
    found, problems = validate(schema, document)
    assert (found is None) == bool(problems)
    assert all(str(problem).isprintable() for problem in problems)
