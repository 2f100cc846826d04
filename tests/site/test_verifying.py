"""A site held against a clean build of the same pages."""

from __future__ import annotations

from pathlib import Path

from generator.site import Builder, build_site, verify_site

EPOCH = 1_787_000_000


def test_a_site_is_what_a_clean_build_gives_until_somebody_changes_it(small_site: Path) -> None:
    build_site(small_site, Builder.MKDOCS, EPOCH)
    assert verify_site(small_site, Builder.MKDOCS, EPOCH) == []
    site = small_site / "site"
    (site / "about/index.html").unlink()
    (site / "index.html").write_text("mine")
    (site / "mine.html").write_text("mine")
    problems = verify_site(small_site, Builder.MKDOCS, EPOCH)
    assert [(problem.code, problem.position.path, problem.message) for problem in problems] == [
        ("build-differs", "site/about/index.html", "The file is missing, and a clean build has it."),
        ("build-differs", "site/index.html", "The file is not what a clean build gives."),
        ("build-differs", "site/mine.html", "The file is there, and a clean build does not have it."),
    ]
    assert not (small_site / "build/site-new").exists()


def test_a_build_that_fails_is_not_compared(small_site: Path) -> None:
    build_site(small_site, Builder.MKDOCS, EPOCH)
    (small_site / "build/docs/about.md").write_text("[gone](gone.md)\n")
    assert [problem.code for problem in verify_site(small_site, Builder.MKDOCS, EPOCH)] == [
        "site-build-failed"
    ]
