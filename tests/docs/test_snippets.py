"""What the documentation tells people to do is done, and what it shows is held against what reads it."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from configparser import RawConfigParser
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click
import jsonschema
import pytest
import yaml
from babel.messages.pofile import read_po

from benchmarks.loopback import served
from benchmarks.snippets import ROOT, Printed, Shell, Snippet, digest_command, pages, snippets
from generator.cli.main import digest
from generator.library.frontmatter import split_article
from generator.settings.json_schema import schema_text
from generator.settings.yaml_reading import parse_yaml

FENCED: Final = re.compile(r"^( *)```.*?^\1``` *$", re.MULTILINE | re.DOTALL)
DESK: Final = Path(__file__).resolve().parent / "desk"
DAYS: Final = ("16", "17")  # of the sample: what the commands of a page are tried on
SHELLS: Final = ("sh",)


def _is_run(snippet: Snippet) -> bool:
    return snippet.language in SHELLS and not snippet.not_run


SNIPPETS: Final = {page.relative_to(ROOT).as_posix(): snippets(page) for page in pages()}
RUN: Final = [page for page, found in SNIPPETS.items() if any(map(_is_run, found))]
ALL: Final = [snippet for found in SNIPPETS.values() for snippet in found]
# Pages whose blocks of text are messages, input or drawings that other tests hold.
TOLD_ELSEWHERE: Final = {
    "ARCHITECTURE.md": "tests/test_architecture.py",
    "docs/errors.md": "tests/invalid/test_invalid.py",
    "docs/readers.md": "tests/readers/test_installed_readers.py",
}


@pytest.fixture(scope="module")
def programs() -> Iterator[Path]:
    with digest_command() as folder:
        yield folder


@pytest.fixture(scope="module")
def publisher() -> Iterator[str]:
    """A host that has the desk's feed."""
    with served(DESK) as home:
        yield home.rstrip("/")


@pytest.fixture(scope="module")
def desk(programs: Path, publisher: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with two days of the sample, and what lies about on a desk: a page, feeds."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "site_config", root / "site_config")
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    for day in DAYS:
        shutil.copytree(ROOT / "content/articles/2026/08" / day, root / "content/articles/2026/08" / day)
    shutil.copytree(DESK, root, dirs_exist_ok=True)
    subscriptions = root / "subscriptions.opml"
    subscriptions.write_text(subscriptions.read_text().replace("HOME", publisher))
    with (root / "site_config/digest.yml").open("a") as settings:
        settings.write("fetch: {allow_hosts: [127.0.0.1], delay_seconds: 0}\n")
    with (root / "site_config/sources.yml").open("a") as sources:
        sources.write(f"\n  - {{id: the-quay, name: The Quay, feeds: [{{url: '{publisher}/feed.xml'}}]}}\n")
    built = Shell(root, programs).run("digest build")
    assert built.status == 0, built.text
    return root


@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_a_page_do_what_it_says(
    page: str, desk: Path, programs: Path, tmp_path: Path
) -> None:
    told = "".join(snippet.text for snippet in SNIPPETS[page] if _is_run(snippet))
    builds_here = "digest build" in told and "cd my-digest" not in told
    left_behind = shutil.ignore_patterns(*(["site-spare"] if builds_here else ["build", "site"]))
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True, ignore=left_behind)
    shell, printed = Shell(tmp_path, programs), None
    for snippet in SNIPPETS[page]:
        if snippet.file:
            shell.write(snippet)
        elif _is_run(snippet):
            printed = shell.run(snippet.text)
            assert printed.status == 0, f"{snippet.place}: {printed.text}"
        elif snippet.language == "text" and printed:
            assert printed.has(snippet.text), f"{snippet.place}: this was printed:\n{printed.text}"


@pytest.mark.parametrize("snippet", [s for s in ALL if s.not_run], ids=lambda snippet: snippet.place)
def test_commands_that_cannot_be_run_are_at_least_there(snippet: Snippet) -> None:
    assert snippet.language in SHELLS
    checked = subprocess.run(["bash", "-n"], input=snippet.text, text=True, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    for line in snippet.text.replace("\\\n", " ").splitlines():
        _hold_command(line, snippet.place)


# Decisions tell what was, and what was rejected.
@pytest.mark.parametrize("page", [page for page in SNIPPETS if not page.startswith("docs/decisions/")])
def test_commands_within_the_text_are_there(page: str) -> None:
    text = re.sub(
        r"^( *)```.*?^\1``` *$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for command in re.findall(r"`((?:digest|make|python -m) [^`]+)`", text):
        _hold_command(command, page)


def _hold_command(command: str, place: str) -> None:
    """Whether the command, its options, the target of make or the module exist in this checkout."""
    program, *words = shlex.split(command, comments=True) or [""]
    if program == "digest" and words and re.fullmatch("[a-z]+", words[0]):
        found = digest.get_command(click.Context(digest), words[0])
        assert found, f"{place}: there is no digest {words[0]}"
        options = {option for parameter in found.params for option in parameter.opts} | {"--help"}
        named = {word.partition("=")[0] for word in words[1:] if re.match("--[a-z]", word)}
        assert named <= options, f"{place}: {command}"
    elif program == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert {word for word in words if re.fullmatch("[a-z-]+", word)} <= set(targets), (
            f"{place}: {command}"
        )
    elif program == "python" and words[:1] == ["-m"]:
        assert find_spec(words[1]), f"{place}: {command}"


def _yaml(snippet: Snippet) -> None:
    assert snippet.file, f"{snippet.place}: say which file this is of, `path`: before it"
    named = Path(snippet.file)
    text = f"{named.stem}:\n{snippet.text}" if snippet.appended else snippet.text
    if named.parts[0] == "content" or named.parent.name == "site_config":
        schema = "editorial.json" if "editorial" in named.parts else f"{named.stem}.json"
        document, problems = parse_yaml(text, snippet.place)
        assert problems == []
        assert document
        jsonschema.validate(document.value, json.loads(schema_text(schema)))
    else:
        yaml.safe_load(text)


def _json(snippet: Snippet) -> None:
    if (snippet.file or "").endswith(".jsonl"):
        assert all(json.loads(line) for line in snippet.text.splitlines())
        return
    value = json.loads(snippet.text)
    if "format" in value:  # of the API; the page shows a part of it
        schema = json.loads((ROOT / "generator/pages/schemas/api-1.json").read_text(encoding="utf-8"))
        schema |= {"oneOf": [{"$ref": f"#/$defs/an_{value['kind']}"}]}
        told = jsonschema.Draft202012Validator(schema).iter_errors(value)
        inner = [each for error in told for each in error.context or []]
        assert [each.message for each in inner if each.validator != "required"] == []


def _markdown(snippet: Snippet) -> None:
    if not (snippet.file or "").startswith("content/articles/"):
        assert snippet.page in RUN, f"{snippet.place}: nothing reads this"
        return
    document, _, problems = split_article(snippet.text, snippet.place)
    assert problems == []
    assert document
    jsonschema.validate(document.value, json.loads(schema_text("article.json")))


def _css(snippet: Snippet) -> None:
    tokens = (ROOT / "site_config/theme/stylesheets/tokens.css").read_text(encoding="utf-8")
    assert set(re.findall(r"(--df-[\w-]+):", snippet.text)) <= set(re.findall(r"(--df-[\w-]+)\s*:", tokens))
    assert snippet.text.count("{") == snippet.text.count("}")


def _nginx(snippet: Snippet) -> None:
    sent = (ROOT / "site_config/theme/_headers").read_text(encoding="utf-8").splitlines()[1:]
    for header in sent:
        name, _, value = header.strip().partition(": ")
        assert re.search(rf'add_header {name} "?{re.escape(value)}"? always;', snippet.text), name


def _text(snippet: Snippet) -> None:
    before = [s for s in SNIPPETS[snippet.page] if s.line < snippet.line]
    printed = any(_is_run(s) for s in before)
    assert snippet.page in TOLD_ELSEWHERE or printed, f"{snippet.place}: nothing holds this text"


HELD: Final[dict[str, Callable[[Snippet], object]]] = {
    "": _text,
    "text": _text,
    "css": _css,
    "ini": lambda snippet: RawConfigParser().read_string(f"[top]\n{snippet.text}"),
    "json": _json,
    "markdown": _markdown,
    "nginx": _nginx,
    "po": lambda snippet: read_po(io.StringIO(snippet.text), abort_invalid=True),
    "python": lambda snippet: compile(snippet.text, snippet.place, "exec"),
    "sh": lambda _: None,  # above
    "toml": lambda snippet: tomllib.loads(snippet.text),
    "yaml": _yaml,
}


@pytest.mark.parametrize("snippet", ALL, ids=lambda snippet: snippet.place)
def test_what_is_shown_is_what_its_readers_take(snippet: Snippet) -> None:
    HELD[snippet.language](snippet)


def test_a_page_says_what_is_made_of_its_blocks(tmp_path: Path) -> None:
    page = tmp_path / "docs/page.md"
    page.parent.mkdir()
    page.write_text(
        "Write `a/b.yml`:\n\n```yaml\na: 1\n```\n\nAdd to `c.txt`:\n\n```text\nmore\n```\n\n"
        "<!-- not run: asks the network -->\n```sh\ncurl x\n```\n\n- so:\n\n  ```sh\n  true\n  ```\n"
    )
    found = snippets(page, tmp_path)
    assert [(one.language, one.text, one.line) for one in found] == [
        ("yaml", "a: 1\n", 4),
        ("text", "more\n", 10),
        ("sh", "curl x\n", 15),
        ("sh", "true\n", 21),
    ]
    assert [(one.file, one.appended) for one in found[:2]] == [("a/b.yml", False), ("c.txt", True)]
    assert [one.not_run for one in found] == [None, None, "asks the network", None]


def test_what_fails_is_seen_and_the_shell_goes_on_where_it_was(programs: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path, programs)
    (tmp_path / "below").mkdir()
    assert shell.run("cd below\ntrue | false\necho not reached").status == 1
    assert shell.run("pwd").text == "/home/me/below\n"
    assert shell.run("digest nothing 2>/dev/null || echo $?").text == "2\n"


def test_lines_left_out_are_whole_lines() -> None:
    printed = Printed(status=0, text="one\ntwo\nthree\n")
    assert printed.has("one\n…\nthree\n")
    assert printed.has("…\nthree\n")
    assert not printed.has("one\nthree\n")
    assert not printed.has("…\nree\n")


def test_it_is_told_how_many_are_run() -> None:
    run = sum(map(_is_run, ALL))
    kinds = Counter(snippet.language or "plain" for snippet in ALL)
    print(
        f"\n{len(ALL)} snippets: {run} run, {sum(1 for s in ALL if s.not_run)} not run, held: {dict(kinds)}"
    )
    assert run > sum(1 for snippet in ALL if snippet.not_run)
