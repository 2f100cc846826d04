"""What a site's mkdocs.yml says of it: its name and address, with what MkDocs alone understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.site import SiteInfo
from generator.project import site_info


def told(root: Path, text: str) -> SiteInfo:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return site_info(root)


def test_a_site_says_its_name_and_address(tmp_path: Path) -> None:
    address = "site_url: https://coast.example/daily # ours"
    about = told(tmp_path, f"site_name: 'The Coast: daily'\n{address}\nsite_description: Read.\n")
    assert about == SiteInfo(name="The Coast: daily", url="https://coast.example/daily/", description="Read.")


def test_what_an_inherited_file_says_counts_unless_the_site_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("site_name: Base\nsite_url: https://base.example/\n")
    assert told(tmp_path, "INHERIT: base.yml\nsite_name: Own\n") == SiteInfo(
        name="Own", url="https://base.example/"
    )


def test_an_address_of_the_environment_is_what_mkdocs_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OTHER_URL", raising=False)
    monkeypatch.setenv("SITE_URL", "https://env.example/")
    assert told(tmp_path, "site_url: !ENV SITE_URL\n").url == "https://env.example/"
    assert (
        told(tmp_path, "site_url: !ENV [OTHER_URL, SITE_URL, 'https://x.example']\n").url
        == "https://env.example/"
    )
    monkeypatch.delenv("SITE_URL")
    assert told(tmp_path, "site_url: !ENV [SITE_URL, 'https://x.example']\n").url == "https://x.example/"
    assert told(tmp_path, "site_url: !ENV SITE_URL\n").url is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list\n",
        "site_url: [\n",
        "site_url: ''\n",
        "site_url: !!python/name:os.name\n",
        "site_url: /x\n",
    ],
)
def test_a_site_without_an_address_has_none(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text).url is None


def test_a_site_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert site_info(tmp_path) == SiteInfo()
