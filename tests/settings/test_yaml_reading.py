"""YAML in, values and places out: what is read, what is refused, and that nothing raises."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.settings import yaml_reading
from generator.settings.yaml_reading import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_NUMBER,
    Document,
    YamlValue,
    decode,
    parse_yaml,
)

YAMLISH = st.text(alphabet="ab:-?[]{},#&*!|>'\"%@`~\t\n\r 01.\\\x00\x85\u2028\ufeff\ud800é", max_size=80)


def value_of(text: str) -> YamlValue:
    document, problems = parse_yaml(text, "a.yml")
    assert problems == []
    assert document is not None
    return document.value


def problem_of(text: str) -> str:
    document, problems = parse_yaml(text, "a.yml")
    assert document is None
    return str(problems[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("# only a comment", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-0", 0),
        ("+7", 7),
        ("0o17", 15),
        ("0xff", 255),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("12:30:45", "12:30:45"),
        ("2026-08-17", "2026-08-17"),
        ("2026-08-17T09:30:00+02:00", "2026-08-17T09:30:00+02:00"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("|\n  null\n", "null\n"),
    ],
)
def test_scalars_follow_the_core_schema(text: str, value: YamlValue) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert value_of("1: a\ntrue: b\n~: c\n<<: d\n") == {"1": "a", "true": "b", "~": "c", "<<": "d"}


def test_every_key_and_value_has_its_place() -> None:
    document, _ = parse_yaml("a: 1\nlist:\n  - x: [p, q]\n    y: 'z'\n", "a.yml")
    assert document is not None
    assert str(document.key_position(("a",))) == "a.yml:1:1"
    assert str(document.position(("a",))) == "a.yml:1:4"
    assert str(document.position(("list", 0))) == "a.yml:3:5"
    assert str(document.key_position(("list", 0, "y"))) == "a.yml:4:5"
    assert str(document.position(("list", 0, "x", 1))) == "a.yml:3:12"


def test_a_place_that_is_not_there_is_that_of_what_should_hold_it() -> None:
    document, _ = parse_yaml("a:\n  b: 1\n", "a.yml")
    assert document is not None
    assert str(document.position(("a", "c", 3))) == "a.yml:2:3"


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    document, _ = parse_yaml("a: 1\n", "a.md", first_line=2)
    assert document is not None
    assert str(document.position(("a",))) == "a.md:2:4"


def test_columns_count_characters_not_bytes() -> None:
    document, _ = parse_yaml('{é: "😀", b: 1}\n', "a.yml")
    assert document is not None
    assert document.position(("b",)).col == 13


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\n", "a.yml:1:4: error[yaml-limit]: The anchor '&x' is refused. Remove it."),
        ("a: *x\n", "a.yml:1:4: error[yaml-limit]: The alias '*x' is refused. Write the value out in full."),
        (
            "a: !!python/object/apply:os.system [id]\n",
            (
                "a.yml:1:4: error[yaml-limit]: The tag "
                "'tag:yaml.org,2002:python/object/apply:os.system' is refused. "
                "Remove it, or quote the text."
            ),
        ),
        (
            "a: ! x\n",
            "a.yml:1:4: error[yaml-limit]: The tag '!' is refused. Remove it, or quote the text.",
        ),
        (
            "a: 1\n---\nb: 2\n",
            (
                "a.yml:2:1: error[yaml-limit]: A second document begins here. "
                "Keep one document a file: remove this '---' line."
            ),
        ),
        (
            "? [a]\n: b\n",
            "a.yml:1:3: error[yaml-limit]: A key is a list or a mapping. Write a word as the key.",
        ),
        (
            "a: 1\nb: 2\na: 3\n",
            (
                "a.yml:3:1: error[yaml-duplicate-key]: `a` stands here a second time; "
                "the first is on line 1. "
                "Keep one of them."
            ),
        ),
        (
            "a: b: c\n",
            (
                "a.yml:1:5: error[yaml-syntax]: A colon followed by a blank cannot stand here. "
                "Put the whole value in double quotes, or mend the indentation."
            ),
        ),
        (
            "a:\n\tb: 1\n",
            (
                "a.yml:2:1: error[yaml-syntax]: No value can begin with this character. "
                "Indent with spaces, never tabs; put a value that begins with @, ` or % in double quotes."
            ),
        ),
        (
            "a: [1, 2\nb: 3\n",
            (
                "a.yml:2:2: error[yaml-syntax]: A list is opened with [ and never closed, or lacks a comma. "
                "Write [one, two], with quotes around a text that has a comma or a bracket in it."
            ),
        ),
        (
            "a: \x07\n",
            (
                "a.yml:1:4: error[yaml-syntax]: The character U+0007 cannot stand in YAML. "
                'Remove it, or write it as an escape in double quotes: "\\u0007".'
            ),
        ),
        (
            "a: 1\nb: \ud800\n",
            (
                "a.yml:2:4: error[yaml-syntax]: The character U+D800 cannot stand in YAML. "
                'Remove it, or write it as an escape in double quotes: "\\ud800".'
            ),
        ),
    ],
)
@pytest.mark.skipif(not yaml.__with_libyaml__, reason="libyaml's own words")
def test_what_is_refused_is_told_with_place_and_way_out(text: str, message: str) -> None:
    assert problem_of(text) == message


def test_every_duplicate_key_is_told() -> None:
    _, problems = parse_yaml("a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yml")
    assert [str(problem.position) for problem in problems] == ["a.yml:2:1", "a.yml:3:11"]


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert value_of("- {a: 1}\n- {a: 2}\n") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
def test_ten_thousand_levels_end_with_a_problem_at_once(opening: str) -> None:
    deep = opening * 10_000
    if opening == "a:\n":
        deep = "".join(" " * level + "a:\n" for level in range(500))
    started = time.perf_counter()
    assert "error[yaml-" in problem_of(deep)
    assert time.perf_counter() - started < 1


def test_the_deepest_nesting_allowed_is_read() -> None:
    assert value_of("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert "nested more than 64 deep" in problem_of("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_NODES > 100_000
    monkeypatch.setattr(yaml_reading, "MAX_NODES", 5)
    assert value_of("[1, 2, 3, 4]") == [1, 2, 3, 4]
    assert "a.yml:1:14: error[yaml-limit]: There are more than 5 values." in problem_of("[1, 2, 3, 4, 5]")


def test_too_long_a_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reading, "MAX_CHARS", 10)
    assert "a.yml:1:1: error[yaml-limit]: The text has 11 characters; 10 is the limit." in problem_of(
        "a" * 11
    )


def test_a_number_too_long_for_python_is_refused() -> None:
    assert value_of("9" * MAX_NUMBER) == int("9" * MAX_NUMBER)
    assert "Here stands a number of 10000 characters; 100 is the limit." in problem_of("9" * 10_000)
    assert value_of("a" + "9" * 10_000) == "a" + "9" * 10_000


def test_bytes_that_are_no_text_are_told_with_their_place() -> None:
    text, problems = decode("a: é\nb: ".encode() + b"\xff\n", "a.yml")
    assert text is None
    assert (
        str(problems[0])
        == "a.yml:2:4: error[not-utf8]: The byte 0xff is not UTF-8 text. Save the file as UTF-8."
    )


def test_a_byte_order_mark_is_passed_over() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\n", "a.yml") == ("a: 1\n", [])


@given(YAMLISH | st.text())
def test_any_text_gives_a_document_or_problems(text: str) -> None:
    document, problems = parse_yaml(text, "a.yml")
    assert (document is None) == bool(problems)
    for problem in problems:
        assert problem.position.line >= 1
        assert problem.position.col >= 1


@given(st.binary() | YAMLISH.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_text_or_a_problem(data: bytes) -> None:
    text, problems = decode(data, "a.yml")
    assert (text is None) == bool(problems)


@given(YAMLISH | st.text())
def test_without_libyaml_any_text_gives_a_document_or_problems(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reading, "_LOADER", yaml.SafeLoader)
        document, problems = parse_yaml(text, "a.yml")
    assert (document is None) == bool(problems)


# What libyaml, which reads YAML 1.1, takes otherwise than the suite's authors; no file of ours depends on it.
READ_DIFFERENTLY = {
    "HM87.1": "[?x] is a list with the text '?x', where YAML 1.2 reads '?' as the mark of a key",
}
ACCEPTED_THOUGH_WRONG = {
    "9C9N.0": "a list in brackets that goes on at the indentation of its key",
    "9JBA.0": "a comment that follows a bracket without a blank",
    "DK95.1": "a tab that indents the second line of a quoted text",
    "MUS6.0": "a comment that follows a directive without a blank",
    "QB6E.0": "a quoted text that goes on at the indentation of its key",
    "S98Z.0": "a block text whose empty first lines are indented more than the rest",
    "X4QW.0": "a comment that follows a block text's indicator without a blank",
}


@pytest.mark.corpus
@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the exceptions are libyaml's")
def test_the_yaml_suite_is_read_as_its_authors_say(corpora: Path) -> None:
    different, wrongly_accepted, same = set(), set(), 0
    for line in (
        (corpora / "hostile" / "yaml_test_suite.jsonl").read_text(encoding="utf-8").strip().split("\n")
    ):
        case = json.loads(line)
        document, _ = parse_yaml(case["yaml"], "a.yml")
        if document is None:
            continue
        if case["fail"]:
            wrongly_accepted.add(case["id"])
        elif case["json"]:
            expected, _ = json.JSONDecoder().raw_decode(case["json"].lstrip())
            same += document.value == expected
            different |= {case["id"]} if document.value != expected else set()
    assert different == set(READ_DIFFERENTLY)
    assert wrongly_accepted == set(ACCEPTED_THOUGH_WRONG)
    assert same >= 90


def test_a_document_keeps_the_order_of_its_keys() -> None:
    document, _ = parse_yaml("b: 1\na: 2\n", "a.yml")
    assert isinstance(document, Document)
    assert isinstance(document.value, dict)
    assert list(document.value) == ["b", "a"]
