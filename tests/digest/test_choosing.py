"""What is quoted beside the lead: the report that adds most of what the others say, too."""

from __future__ import annotations

from dataclasses import replace

from newsroom import at, coverage, report, settings

from generator.digest import compose
from generator.digest.choosing import adding_most, repeats
from generator.model.article import Article
from generator.model.edition import Line

LEAD = "The ferry Solvind struck the inner wall of the harbour on Sunday evening."
DOCTORS = "Hospital doctors counted seventeen injured, three of them gravely."
COLOUR = "Gulls circled over a quay where nobody had much to say."
LOOSE = "They counted seventeen injured, three gravely, hospital doctors added."


def line(text: str) -> Line:
    return Line(text=text, citations=())


def told(*bodies: str) -> list[Article]:
    sources = ("courier", "gazette", "radio", "wire")
    return [replace(report(10, s, f"Title {s}"), body=body) for s, body in zip(sources, bodies, strict=False)]


def test_what_several_reports_say_goes_before_what_came_first() -> None:
    reports = told(LEAD, f"{COLOUR} Seventeen were injured.", f"{DOCTORS} It was late.")
    chosen = adding_most(line(LEAD), [line(COLOUR), line(DOCTORS)], reports)
    assert chosen == line(DOCTORS)


def test_of_two_that_add_the_same_the_first_is_taken() -> None:
    assert adding_most(line(LEAD), [line(COLOUR), line(COLOUR)], told(LEAD, COLOUR, COLOUR)) == line(COLOUR)


def test_one_that_begins_with_a_pronoun_comes_after_all_others() -> None:
    reports = told(LEAD, LOOSE, DOCTORS, COLOUR)
    assert adding_most(line(LEAD), [line(LOOSE), line(COLOUR)], reports) == line(COLOUR)
    assert adding_most(line(LEAD), [line(LOOSE)], reports) == line(LOOSE)


def test_one_that_repeats_the_lead_is_never_taken() -> None:
    again = LEAD.replace("Sunday evening", "Sunday")
    assert repeats(again, LEAD) > 0.9
    assert adding_most(line(LEAD), [line(again)], told(LEAD, again)) is None


def test_an_entry_quotes_the_lead_and_what_adds_most() -> None:
    lead, gulls, doctors = told(LEAD, COLOUR, DOCTORS)
    wire = replace(report(10, "wire", "Title wire"), body=f"{LEAD} {DOCTORS}", published=at(10, 12))
    members = [lead, gulls, doctors, wire]
    (edition, *_) = compose(coverage(members, {"ferry": members}), settings(), {}, at(10, 23))
    assert [line.text for line in edition.entries[0].lines] == [LEAD, DOCTORS]
