"""A site's folder in, its settings or every fault of them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.model.article import Label
from generator.model.source import SourceKind
from generator.model.topic import TopicKind
from generator.settings import DigestSettings, Settings, load_settings, make_settings


def site(root: Path, **files: str) -> Path:
    (root / "site_config").mkdir()
    for name, text in {"digest": "", **files}.items():
        (root / "site_config" / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def told(root: Path) -> list[str]:
    return [str(problem).removeprefix("site_config/") for problem in load_settings(root)[1]]


def loaded(root: Path) -> Settings:
    settings, problems = load_settings(root)
    assert problems == []
    assert settings is not None
    return settings


def test_an_empty_digest_yml_is_a_site_of_defaults(tmp_path: Path) -> None:
    settings = loaded(site(tmp_path))
    assert settings.digest == DigestSettings()
    assert settings.digest.default_section == "news"
    assert [source.name for source in settings.sources.values()] == ["Unknown source"]
    assert settings.topics == {}


def test_the_sample_site_loads_without_a_problem(repository: Path) -> None:
    settings = loaded(repository)
    assert [section.name for section in settings.digest.sections] == [
        "Public affairs",
        "Economy",
        "Environment and science",
        "Life and culture",
        "Sport",
        "Opinion",
    ]
    assert settings.digest.sections[-1].labels == (Label.OPINION, Label.ANALYSIS)
    assert settings.digest.timezone == "UTC"


def test_everything_written_arrives(tmp_path: Path) -> None:
    settings = loaded(
        site(
            tmp_path,
            digest="timezone: Europe/Oslo\nsections:\n  - {id: one, name: One, topics: [b]}\n"
            "  - {id: two, name: Two}\n",
            sources="sources:\n  - id: z\n    name: Z\n    kind: wire\n    domains: [Z.Example]\n"
            "    rights: {excerpt_chars: 90, valid_until: 2026-12-31}\n  - {id: a, name: A}\n",
            topics="topics:\n  - {id: b, name: B, kind: place}\n"
            "  - {id: c, name: C, parent: b, aliases: [Cc]}\n",
        )
    )
    assert settings.digest.default_section == "one"
    assert list(settings.sources) == ["z", "a", "unknown"]
    assert settings.sources["z"].kind is SourceKind.WIRE  # type: ignore[index]
    assert settings.sources["z"].domains == ("z.example",)  # type: ignore[index]
    assert settings.sources["z"].rights.quotable == 90  # type: ignore[index]
    assert settings.sources["a"].rights.quotable == 200  # type: ignore[index]
    assert settings.topics["b"].kind is TopicKind.PLACE  # type: ignore[index]
    assert settings.topics["c"].parent == "b"  # type: ignore[index]


def test_the_unknown_source_may_have_a_name_of_ones_own(tmp_path: Path) -> None:
    settings = loaded(
        site(tmp_path, sources="sources: [{id: unknown, name: Quelle unbekannt}, {id: a, name: A}]\n")
    )
    assert [source.name for source in settings.sources.values()] == ["Quelle unbekannt", "A"]


def test_a_missing_digest_yml_is_told_and_the_other_files_faults_too(tmp_path: Path) -> None:
    site(tmp_path, sources="sorces: []\n")
    (tmp_path / "site_config" / "digest.yml").rename(tmp_path / "site_config" / "digest.yaml")
    assert told(tmp_path) == [
        "digest.yml: error[missing-file]: This file is not there. Rename digest.yaml to digest.yml.",
        "sources.yml:1:1: error[unknown-key]: `sorces` is not a key here. Did you mean `sources`?",
    ]


def test_faults_of_all_files_come_sorted_by_place(tmp_path: Path) -> None:
    site(tmp_path, digest="a: 1\nb: [\n", sources="sources: 5\n", topics="topics:\n  - {id: B, nme: b}\n")
    assert [line.split(" ")[0] for line in told(tmp_path)] == [
        "digest.yml:3:1:",
        "sources.yml:1:10:",
        "topics.yml:2:5:",
        "topics.yml:2:10:",
        "topics.yml:2:13:",
    ]


def test_a_folder_in_a_files_place_is_told(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "site_config" / "topics.yml").mkdir()
    assert told(tmp_path) == [
        (
            "topics.yml: error[unreadable]: The file cannot be read: Is a directory. "
            "Mend its permissions, or put a file in its place."
        )
    ]


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        (
            {"sources": "sources:\n  - {id: a, name: A}\n  - {id: a, name: B}\n"},
            [("sources.yml:3:10: error[duplicate-id]: id: 'a' is taken already, on line 2. "
             "Give one of them another id, or remove it.")],
        ),
        (
            {"topics": "topics:\n  - {id: a, name: A, parent: bb}\n  - {id: bbb, name: B}\n"},
            [("topics.yml:2:30: error[unknown-reference]: parent: 'bb' is not defined in topics.yml. "
             "Did you mean bbb?")],
        ),
        (
            {"topics": "topics:\n  - {id: a, name: A, parent: b}\n  - {id: b, name: B, parent: c}\n"
                       "  - {id: c, name: C, parent: b}\n"},
            [("topics.yml:3:30: error[invalid-value]: parent: 'c' makes a circle: b → c → b. "
             "Remove one of these parents.")],
        ),
        (
            {"topics": "topics:\n  - {id: a, name: A, parent: a}\n"},
            [("topics.yml:2:30: error[invalid-value]: parent: 'a' makes a circle: a → a. "
             "Remove one of these parents.")],
        ),
        (
            {"digest": "sections: [{id: a, name: A, topics: [x]}, {id: a, name: B}]\ndefault_section: z\n"},
            [("digest.yml:1:38: error[unknown-reference]: topics: 'x' is not defined in topics.yml. "
             "Add it there, or mend the id."),
             ("digest.yml:1:48: error[duplicate-id]: id: 'a' is taken already, on line 1. "
             "Give one of them another id, or remove it."),
             ("digest.yml:2:18: error[unknown-reference]: default_section: 'z' is not defined in `sections`. "
             "Add it there, or mend the id.")],
        ),
        (
            {"sources": "sources:\n  - id: a\n    name: A\n    rights: {valid_from: 2026-02-01, "
                        "valid_until: 2026-01-01}\n"},
            [("sources.yml:4:51: error[invalid-value]: rights.valid_until: 2026-01-01 is before 2026-02-01, "
             "its start. Swap them, or mend one.")],
        ),
    ],
)  # fmt: skip
def test_files_are_checked_against_each_other(
    tmp_path: Path, files: dict[str, str], messages: list[str]
) -> None:
    assert told(site(tmp_path, **files)) == messages


def test_a_domain_or_name_claimed_twice_is_a_warning(tmp_path: Path) -> None:
    site(
        tmp_path,
        sources="sources:\n  - {id: a, name: A, domains: [x.example], aliases: [The A, a]}\n"
        "  - {id: b, name: the a, domains: [y.example, X.example]}\n",
    )
    settings, problems = load_settings(tmp_path)
    assert settings is not None
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert [str(problem) for problem in problems] == [
        (
            "site_config/sources.yml:3:19: warning[ambiguous-source]: 'the a' stands for two sources, "
            "a and b. "
            "Remove it from one of them; until then it means a."
        ),
        (
            "site_config/sources.yml:3:47: warning[ambiguous-source]: 'x.example' stands for two sources, "
            "a and b. "
            "Remove it from one of them; until then it means a."
        ),
    ]


def test_the_hash_is_of_what_shapes_an_edition(tmp_path: Path) -> None:
    plain = make_settings(DigestSettings())
    assert plain.hash == make_settings(DigestSettings()).hash
    assert plain.hash == make_settings(DigestSettings.model_validate({"ingest": {"max_file_bytes": 5}})).hash
    assert (
        plain.hash
        == make_settings(
            DigestSettings.model_validate({"feeds": {"entries": 5}, "api": False, "builder": "zensical"})
        ).hash
    )
    assert plain.hash != make_settings(DigestSettings.model_validate({"excerpts": {"sentences": 5}})).hash
    one = loaded(site(tmp_path, sources="sources: [{id: a, name: A}, {id: b, name: B}]\n"))
    (tmp_path / "site_config" / "sources.yml").write_text("sources: [{id: b, name: B}, {name: A, id: a}] #\n")
    assert loaded(tmp_path).hash == one.hash != plain.hash
