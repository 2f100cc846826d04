"""A site is the same whoever has made its pages: one machine, a cluster, or several with a year each."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.growth import write_site
from benchmarks.invented import Inventor
from generator.build import build
from generator.build_report import BuildReport
from generator.diagnostics import DayfoldError
from generator.dividing import build_part, period_of
from generator.parts import load_part, save_part
from generator.project import Project, load_project
from generator.workers import workers

DAYS = range(358, 372)  # of the invented archive: over New Year of 2017, as its stories go
A_DAY = 6


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was never built."""
    root = tmp_path_factory.mktemp("parts") / "site"
    inventor = Inventor()
    write_site(root, (article for day in DAYS for article in inventor.day(day, A_DAY)))
    return root


@pytest.fixture(scope="module")
def alone(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one machine makes of it."""
    root = copied(articles, tmp_path_factory.mktemp("alone") / "site")
    assert build(project(root)).site_built
    return made_in(root)


def project(root: Path) -> Project:
    return load_project(root, datetime(2027, 1, 1, tzinfo=UTC))[0]


def copied(articles: Path, root: Path) -> Path:
    return Path(shutil.copytree(articles, root))


def made_in(root: Path) -> dict[str, bytes]:
    """Records, Markdown and site; of the search its manifest and scripts."""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("content", "build/docs", "site")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
    return {path: data for path, data in files.items() if not path.startswith("site/search/2")}


def test_a_site_of_parts_is_the_site_of_one_machine(
    articles: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    files = []
    for year in ("2016", "2017"):
        there = copied(articles, tmp_path / year)
        report = BuildReport()
        part = build_part(project(there), year, report)
        assert report.site_built
        assert {period_of(path) for path in part.markdown} == {year}
        assert made_in(there) == made_in(articles), "a part publishes nothing"
        save_part(tmp_path / f"{year}.zip", part)
        files.append(tmp_path / f"{year}.zip")
    root = copied(articles, tmp_path / "whole")
    report = build(project(root), parts=files)
    assert report.site_built
    assert [problem.code for problem in report.problems if problem.code == "bad-part"] == []
    assert made_in(root) == alone


def test_a_part_that_does_not_fit_costs_time_and_never_truth(
    articles: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    there = copied(articles, tmp_path / "there")
    changed = sorted((there / "content/articles/2017").rglob("*.md"))[3]
    changed.write_text(changed.read_text().replace("title: ", "title: Another ", 1))
    save_part(tmp_path / "stale.zip", build_part(project(there), "2017", BuildReport()))
    spoil(tmp_path / "stale.zip", tmp_path / "spoilt.zip")
    (tmp_path / "none.zip").write_text("none")
    root = copied(articles, tmp_path / "whole")
    names = ("none.zip", "missing.zip", "spoilt.zip", "stale.zip")
    report = build(project(root), parts=[tmp_path / name for name in names])
    assert sorted(Path(p.position.path).name for p in report.problems if p.code == "bad-part") == [
        "missing.zip",
        "none.zip",
    ]
    assert made_in(root) == alone


def spoil(part: Path, target: Path) -> None:
    """Another word in each page's Markdown."""
    with zipfile.ZipFile(part) as file, zipfile.ZipFile(target, "w") as spoilt:
        for name in file.namelist():
            data = file.read(name)
            spoilt.writestr(name, data + b"\nSpoilt.\n" if name.startswith("docs/") else data)


def test_a_part_has_the_same_bytes_each_time_and_comes_back_as_it_was(articles: Path, tmp_path: Path) -> None:
    there = copied(articles, tmp_path / "there")
    part = build_part(project(there), "2016", BuildReport())
    for name in ("one.zip", "two.zip"):
        save_part(tmp_path / name, part)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert load_part(tmp_path / "one.zip") == part


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"format": 2}, "format 2"),
        ({"facts": [["article"]]}, "no part of a site"),
        ({"pages": 3}, "no part"),
        ({"told": {"a.md": {}}}, "no part"),
    ],
)
def test_a_part_of_another_form_says_so(tmp_path: Path, about: dict[str, object], words: str) -> None:
    told = {"format": 1, "period": "2016", "makers": "", "facts": [], "pages": {}, "key": "", "told": {}}
    with zipfile.ZipFile(tmp_path / "part.zip", "w") as file:
        file.writestr("part.json", json.dumps({**told, **about}))
    with pytest.raises(DayfoldError) as caught:
        load_part(tmp_path / "part.zip")
    assert words in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("articles/2016/12/30/source-1-a.md", "2016"),
        ("editions/2017/W01.md", "2017"),
        ("topics/economy/2016.md", "2016"),
        ("topics/economy/index.md", None),
        ("index.md", None),
        ("articles.xml", None),
    ],
)
def test_what_is_of_a_year_says_so_in_its_path(path: str, year: str | None) -> None:
    assert period_of(path) == year


def test_a_dask_cluster_makes_the_site_of_one_machine(
    articles: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra `dask`)")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        root = copied(articles, tmp_path / "site")
        address = f"dask://{cluster.scheduler_address.removeprefix('tcp://')}"
        with workers(address) as executor:
            assert build(project(root), executor=executor).site_built
        assert cluster.scheduler.transition_counter, "the cluster has had work"
    assert made_in(root) == alone


def test_a_cluster_that_does_not_answer_is_told_with_a_way_out() -> None:
    pytest.importorskip("distributed", reason="Dask is not installed (the extra `dask`)")
    with pytest.raises(DayfoldError) as caught, workers("dask://127.0.0.1:1"):
        pass
    assert caught.value.problems[0].code == "executor-unusable"
