"""Values in, YAML out: one style, and whatever is written reads back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model.article import Label
from generator.settings.yaml_reading import parse_yaml
from generator.settings.yaml_writing import flow_mapping, flow_value, write_mapping

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HOSTILE = st.sampled_from(
    [
        *(
            "null",
            "No",
            "Off",
            "y",
            "1e3",
            "12:30",
            "0x1F",
            "~",
            "=",
            "<<",
            "a:",
            "#",
            "-",
            "---",
            "...",
            "|",
            ">",
        ),
        *(
            "%YAML",
            "@a",
            "`a",
            "&a",
            "*a",
            "!a",
            "[a",
            "a]",
            "{a",
            "a}",
            "'a",
            '"a',
            "\\",
            "é",
            "😀",
            "هذا",
            "?",
        ),
        *("", " ", "a ", " a", "a: b", "a #b", "- a", "? a", "a, b", "a\nb", "a\tb"),
        *("\ufeff", "\u2028", "\x85", "\x00", "\ufffe", "e\u0301"),
    ]
)
SCALARS = TEXT | HOSTILE | st.booleans() | st.integers(-(10**20), 10**20) | st.none()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Harbour bridge reopens", "Harbour bridge reopens"),
        ("Gemeinde Küstenbote", "Gemeinde Küstenbote"),
        ("صوت المرسى", "صوت المرسى"),
        ("https://a.example/2026/08/17?b=c&d=%20", "https://a.example/2026/08/17?b=c&d=%20"),
        ("Bridge: open", '"Bridge: open"'),
        ("12 dead", '"12 dead"'),
        ("no", '"no"'),
        ("Null", '"Null"'),
        ('He said "no"', '"He said \\"no\\""'),
        ("a\u2028b\x7f", '"a\\u2028b\\u007f"'),
        ("", '""'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert write_mapping({"a": text}) == f"a: {written}\n"


def test_lists_stand_in_brackets_and_mappings_in_blocks() -> None:
    value = {"a": ["x", "y, z", 1], "b": {"c": True, "d": None}, "e": {}, "f": []}
    assert write_mapping(value) == 'a: [x, "y, z", 1]\nb:\n  c: true\n  d: null\ne: {}\nf: []\n'
    assert flow_mapping(value) == '{a: [x, "y, z", 1], b: {c: true, d: null}, e: {}, f: []}'


def test_times_have_their_offset_and_utc_is_z() -> None:
    oslo = timezone(timedelta(hours=2))
    assert flow_value(datetime(2026, 8, 17, 9, 30, tzinfo=oslo)) == "2026-08-17T09:30:00+02:00"
    assert flow_value(datetime(2026, 8, 17, 9, 30, tzinfo=UTC)) == "2026-08-17T09:30:00Z"
    assert flow_value(date(2026, 8, 17)) == "2026-08-17"
    assert flow_value(Label.PRESS_RELEASE) == "press-release"


@given(
    st.dictionaries(TEXT | HOSTILE, SCALARS | st.lists(SCALARS) | st.dictionaries(TEXT | HOSTILE, SCALARS))
)
def test_what_is_written_reads_back(value: dict[str, object]) -> None:
    document, problems = parse_yaml(write_mapping(value), "a.yml")
    assert problems == []
    assert document is not None
    assert (document.value or {}) == value


@given(st.dictionaries(TEXT | HOSTILE, SCALARS | st.lists(SCALARS)))
def test_a_mapping_in_braces_reads_back(value: dict[str, object]) -> None:
    document, problems = parse_yaml(flow_mapping(value), "a.yml")
    assert problems == []
    assert document is not None
    assert document.value == value


@example("A?")
@given(TEXT | HOSTILE)
def test_readers_of_yaml_1_1_see_the_same_text(text: str) -> None:
    assert yaml.safe_load(write_mapping({"a": text, "b": [text]})) == {"a": text, "b": [text]}
