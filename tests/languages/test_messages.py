"""The catalogues: all that readers see is in them, translated whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.languages import load_catalogue, messages_of
from generator.languages.extracting import template_of, written
from generator.languages.po_files import PLACEHOLDER, read_po_file
from generator.languages.upkeep import HEAD, update_catalogue

LANGUAGES = ("ar", "de", "es", "fr")
# What is said the same in both languages.
SAME = {
    "ar": set[str](),
    "de": {"Blogs", "Feeds", "Magnitude", "Offline", "W", "live"},
    "es": {"Blogs", "blog"},
    "fr": {
        *("%(num)s article", "%(num)s page", "%(num)s source", "Article", "Blogs", "Date", "Distance"),
        *("Magazines", "Magnitude", "Organisations", "Site", "Source", "Sources"),
        *("blog", "magazine", "opinion", "organisation"),
    },
}


def test_the_template_has_every_message_of_the_code(repository: Path) -> None:
    """Else: `python -m generator.languages`."""
    found = written(template_of(repository / "generator", repository / "site_config" / "theme"), HEAD)
    assert found.decode() == (repository / "generator/languages/messages.pot").read_text(encoding="utf-8")


def test_messages_are_found_wherever_they_stand() -> None:
    assert {"news agency", "own report", "In brief", "%(num)s article", "Dead"} <= messages_of()
    assert {"Skip to the page", "There is no page here"} <= messages_of("theme")
    assert {"Copy citation", "You are offline", "%(num)s result"} <= messages_of("scripts")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole_and_nothing_in_it_is_wrong(repository: Path, language: str) -> None:
    file = repository / f"generator/languages/{language}.po"
    found = read_po_file(file.read_bytes(), file.name, messages_of())
    assert [str(problem) for problem in found.problems] == []
    assert messages_of() - found.messages.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_in_step_with_the_template(repository: Path, tmp_path: Path, language: str) -> None:
    """Else: `python -m generator.languages`."""
    file = repository / f"generator/languages/{language}.po"
    copy = tmp_path / file.name
    shutil.copy(file, copy)
    update_catalogue(copy)
    assert copy.read_text(encoding="utf-8") == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_in_english(tmp_path: Path, language: str) -> None:
    catalogue, problems = load_catalogue(tmp_path, language)
    assert problems == []
    same = {text for text, forms in catalogue.messages.items() if text in forms}
    assert {text for text in same if re.search(r"[a-zA-Z]", PLACEHOLDER.sub("", text))} == SAME[language]


def test_arabic_has_six_forms() -> None:
    arabic, _ = load_catalogue(Path(), "ar")
    said = [
        arabic.ngettext("%(num)s article", "%(num)s articles", n) % {"num": n} for n in (0, 1, 2, 7, 11, 100)
    ]
    assert said == ["لا مقالات", "مقال واحد", "مقالان", "7 مقالات", "11 مقالًا", "100 مقال"]


def test_a_country_has_the_texts_of_its_language(tmp_path: Path) -> None:
    austrian, problems = load_catalogue(tmp_path, "de-AT")
    assert problems == []
    assert (austrian.language, austrian.gettext("Sources")) == ("de-AT", "Quellen")


def site_with(root: Path, **catalogues: str) -> Path:
    for name, text in catalogues.items():
        path = root / "site_config/locales" / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{text}', encoding="utf-8"
        )
    return root


def test_a_site_says_single_texts_its_own_way(tmp_path: Path) -> None:
    root = site_with(
        tmp_path, de='msgid "Sources"\nmsgstr "Belege"\n', en='msgid "That is all."\nmsgstr "The end."\n'
    )
    german, problems = load_catalogue(root, "de")
    english, more = load_catalogue(root, "en")
    assert problems == more == []
    assert (german.gettext("Sources"), german.gettext("Topics")) == ("Belege", "Themen")
    assert (english.gettext("That is all."), english.gettext("Topics")) == ("The end.", "Topics")
    assert english.hash != load_catalogue(tmp_path / "none", "en")[0].hash


def test_a_site_s_own_texts_need_a_rule_of_plurals_only_where_they_have_numbers(tmp_path: Path) -> None:
    french, problems = load_catalogue(site_with(tmp_path, fr='msgid "Sources"\nmsgstr "Origines"\n'), "fr")
    assert problems == []
    assert (french.gettext("Sources"), french.ngettext("%(num)s day", "", 0)) == ("Origines", "%(num)s jour")
    days = (
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s jour"\nmsgstr[1] "%(num)s j"\n'
    )
    _, [problem] = load_catalogue(site_with(tmp_path, fr=days), "fr")
    assert "Write plural=(n > 1); in Plural-Forms." in str(problem)


def test_a_site_adds_a_language_and_is_told_how_much_is_missing(tmp_path: Path) -> None:
    root = site_with(tmp_path, it='msgid "Sources"\nmsgstr "Fonti"\n')
    italian, [problem] = load_catalogue(root, "it")
    assert (italian.texts, italian.gettext("Sources"), italian.gettext("Topics")) == ("it", "Fonti", "Topics")
    assert f"{len(messages_of()) - 1} of the {len(messages_of())} texts" in str(problem)


def test_a_new_catalogue_has_every_message_and_the_rule_of_its_language(tmp_path: Path) -> None:
    path = tmp_path / "site_config/locales/pl.po"
    update_catalogue(path)
    text = path.read_text(encoding="utf-8")
    assert "nplurals=4" in text or "nplurals=3" in text
    assert text.count("\nmsgid ") == len(messages_of()) + 1
    polish, _ = load_catalogue(tmp_path, "pl")
    assert polish.messages == {}
    path.write_text(
        text.replace('msgid "Sources"\nmsgstr ""', 'msgid "Sources"\nmsgstr "Źródła"'), encoding="utf-8"
    )
    update_catalogue(path)
    assert load_catalogue(tmp_path, "pl")[0].gettext("Sources") == "Źródła"


def test_what_is_not_utf_8_is_told_by_its_place() -> None:
    found = read_po_file(
        'msgid ""\nmsgstr ""\n\nmsgid "Sources"\nmsgstr "Fuentes ñ"\n'.encode("latin-1"), "es.po", ()
    )
    assert str(found.problems[0]).startswith("es.po:5:17: error[bad-translation]: It is not UTF-8")
