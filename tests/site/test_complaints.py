"""What the builders print, read back: these are their real words."""

from __future__ import annotations

from pathlib import Path

from generator.site.complaints import (
    Complaint,
    as_problem,
    mkdocs_complaints,
    unexplained,
    zensical_complaints,
)

MKDOCS = """\
INFO    -  Cleaning site directory
INFO    -  Building documentation to directory: /home/a/site
WARNING -  Doc file 'about.md' contains a link 'gone.md', but the target is not found among pages.
INFO    -  Doc file 'b.md' is fine
           and so is this line
WARNING -  Doc file 'c.md' is wrong
           over two lines

Aborted with 2 warnings in strict mode!
"""

ZENSICAL = """\
Build started
\x1b[33mWarning:\x1b[0m page does not exist
   \x1b[38;5;246m╭─\x1b[0m\x1b[38;5;246m[\x1b[0m about.md:3:5 \x1b[38;5;246m]\x1b[0m
   \x1b[38;5;246m│\x1b[0m
 3 │ [x](missing.md)
   │     ─────┬────
   │          ╰────── page does not exist
───╯
1 issue found
Traceback (most recent call last):
RuntimeError: Aborted because --strict flag is set
"""


def test_mkdocs_warnings_are_read_whole_and_notes_left_out() -> None:
    assert list(mkdocs_complaints(MKDOCS)) == [
        Complaint(
            text="Doc file 'about.md' contains a link 'gone.md', but the target is not found among pages.",
            path="about.md",
        ),
        Complaint(text="Doc file 'c.md' is wrong over two lines", path="c.md"),
    ]


def test_zensical_warnings_have_their_place() -> None:
    assert list(zensical_complaints(ZENSICAL)) == [
        Complaint(text="page does not exist", path="about.md", line=3, col=5)
    ]


def test_a_builder_that_fails_without_a_word_is_quoted_by_its_last_line() -> None:
    assert unexplained("Traceback:\n\nKeyError: 'x'\n\n", 1) == Complaint(text="KeyError: 'x'")
    assert unexplained("", -9).text == "it ended with status -9 and said nothing"


def test_a_complaint_about_a_link_points_at_the_link(tmp_path: Path) -> None:
    page = tmp_path / "build/docs/about.md"
    page.parent.mkdir(parents=True)
    page.write_text("# About\n\nSee [one](index.md) and [two](gone.md).\n")
    [complaint, _] = mkdocs_complaints(MKDOCS)
    problem = as_problem(tmp_path, "MkDocs", complaint)
    assert str(problem).startswith("build/docs/about.md:3:31: error[site-build-failed]: MkDocs says: Doc")
    assert "content/pages" in problem.remedy


def test_a_complaint_about_no_file_points_at_the_config(tmp_path: Path) -> None:
    problem = as_problem(tmp_path, "MkDocs", Complaint(text="Out of cheese"))
    assert (problem.position.path, problem.message) == ("mkdocs.yml", "MkDocs says: Out of cheese.")
