"""`publish access`: what proves that a book is accessible, what is missing, and how to give it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from publish.cli.deliver import DIST
from publish.cli.options import book_options, overrides_of
from publish.cli.outputs import check_folder, keep_inside, write_output, write_outputs
from publish.cli.session import Session, kept, reported
from publish.model.access import Answer, Assessment, Judgement, Said, Standing, Verdict
from publish.model.finding import Place
from publish.model.purpose import Purpose, in_order

if TYPE_CHECKING:
    from publish.pipeline import Build

OF_CLAIMS = frozenset(["WRI-250", "WRI-251", "WRI-252"])
SHOWN = 5
"""Faults of a criterion that a reader is shown; --json has them all."""

COUNTED = {
    Verdict.PROVED: "proved",
    Verdict.NOT_HERE: "that do not apply",
    Verdict.OPEN: "without evidence",
    Verdict.FAILED: "failed",
}


@click.command()
@book_options
@click.option("--fast", is_flag=True, help="Lay out no pages; page lists are the source's.")
@click.option("--ace", is_flag=True, help="Have Ace by DAISY read the EPUB, and keep its report.")
@click.option(
    "--answer",
    "said",
    type=(str, click.Choice([each.value for each in Said])),
    multiple=True,
    metavar="CRITERION yes|no|na",
    help="Write an answer into access.toml; again for each criterion.",
)
@click.option("--by", default="", help="Who answers for it.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day of the answer.")
@click.option("--words", default="", help="What was looked at, and how.")
@reported
@kept
def access(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    keep_stages: Path | None,
    fast: bool,
    ace: bool,
    said: tuple[tuple[str, str], ...],
    by: str,
    date: datetime.datetime | None,
    words: str,
) -> None:
    """List the criteria of accessibility with the evidence for each, and what is missing."""
    from publish import pipeline
    from publish.check.access.claims import check_failed

    answers = answers_of(said, by.strip(), date, words.strip())
    session.progress.keep_stages(keep_stages)
    overrides = overrides_of(view, keep_going=keep_going)
    made = pipeline.prepare(book, overrides, session.progress, session.cache)
    standing = standing_in(session, made, fast=fast or bool(answers))
    if standing is None:
        return
    if answers:
        sign(session, book, standing, answers)
        return
    tell(session, standing, places_in(made))
    if not made.edition.answers:
        session.findings += check_failed(standing.assessment)
    tell_pdf(session, made, standing)
    if ace:
        ask_ace(session, made, book)


def answers_of(
    said: Iterable[tuple[str, str]], by: str, date: datetime.datetime | None, words: str
) -> list[Answer]:
    """Make answers of the options, which hold for nothing yet. Raises UsageError CLI-005."""
    answers = []
    for name, value in said:
        check_named(name)
        if not by or date is None:
            raise click.UsageError("an answer is signed: give --by NAME and --date YYYY-MM-DD")
        answer = Said(value)
        day = date.date()
        answers.append(
            Answer(criterion=name, answer=answer, by=by, date=day, holds_for="", words=words)
        )
    return answers


def sign(session: Session, book: Path, standing: Standing, answers: list[Answer]) -> None:
    """Write answers for the book as it is now."""
    # what the answers that were there lack is no news while others are written
    session.findings = [each for each in session.findings if each.code not in OF_CLAIMS]
    signed = [
        replace(each, holds_for=standing.assessment.of(each.criterion).holds_for)
        for each in answers
    ]
    session.outputs.append(write_answers(book, signed))
    written = "1 answer" if len(signed) == 1 else f"{len(signed)} answers"
    session.say(f"{written} written; publish access lists what is still missing")


def ask_ace(session: Session, made: Build, book: Path) -> None:
    """Have Ace read the EPUB that was judged, and put its report beside the book's outputs."""
    from publish.check.ace import check_with_ace

    folder = (book / DIST if book.is_dir() else Path()) / f"{made.edition.slug}-ace"
    keep_inside(folder / "x", book)
    check_folder(folder)
    session.progress.step("asking Ace")
    found, report = check_with_ace(made.file(Purpose.EPUB), made.file_name(Purpose.EPUB))
    session.findings += found
    files = {folder / name: data for name, data in report.items()}
    write_outputs(files)
    session.outputs += files
    session.say("Ace has found nothing" if not found else f"Ace has found {len(found)} faults")


def check_named(name: str) -> None:
    """Refuse the name of a criterion that there is not. Raises UsageError CLI-005."""
    from publish.house.access import criteria

    if name not in criteria():
        near = get_close_matches(name, criteria(), n=1)
        offer = f": did you mean {near[0]}?" if near else ""
        raise click.UsageError(f"there is no criterion {name!r}{offer}")


def standing_in(session: Session, made: Build, *, fast: bool) -> Standing | None:
    """Make what the edition sells of a prepared book, and judge it; None where it has errors."""
    from publish import pipeline

    wanted = {Purpose.PRESS, Purpose.SCREEN} & set(made.edition.outputs)
    for purpose in [*(() if fast else in_order(wanted)), Purpose.EPUB]:
        pipeline.build_output(made, session.progress, purpose, check=False)
    session.findings += made.findings
    epub = made.file(Purpose.EPUB)
    if session.failed() or not epub:
        return None
    session.progress.step("judging accessibility")
    return made.standing or pipeline.standing_of(epub, made.edition)


def write_answers(book: Path, answers: list[Answer]) -> Path:
    """Put answers into the book's access.toml, which is made where there is none."""
    from publish.read import find_book
    from publish.read.access_file import parse_answers, with_answers

    path = find_book(book).access
    before = path.read_text("utf-8") if path.is_file() else ""
    text = with_answers(before, answers)
    parse_answers(text, path)
    write_output(path, text.encode())
    return path


def places_in(made: Build) -> dict[str, Place]:
    """Return where the manuscript has what each document of the EPUB begins with."""
    parts = made.publication.parts if made.publication else ()
    return {f"text/{part.name}.xhtml": part.place for part in parts if part.place}


def tell(session: Session, standing: Standing, places: Mapping[str, Place]) -> None:
    """List the criteria, and tell what is claimed of them; `places` are the manuscript's."""
    assessment, claim = standing.assessment, standing.claim
    session.extra["access"] = {
        "level": assessment.level,
        "evaluated": assessment.evaluated,
        "claim": claim.standard if claim else "",
        "criteria": [_as_object(each) for each in assessment.judgements],
    }
    for each in assessment.judgements:
        session.text += _as_text(each, places)
    session.text.append(_summary(assessment))
    said = f"{claim.standard}, by {claim.certifier}" if claim else "nothing"
    session.text.append(f"claimed: {said}")


def tell_pdf(session: Session, made: Build, standing: Standing) -> None:
    """List what speaks against the PDF for screens, where this run has made one."""
    from publish import pipeline

    data = made.file(Purpose.SCREEN)
    if not data or made.publication is None:
        return
    pictures = made.publication.images
    assessment = pipeline.assess_pdf(data, standing.assessment, made.edition, pictures)
    faults = [
        (each.criterion, fault)
        for each, before in zip(assessment.judgements, standing.assessment.judgements, strict=True)
        for fault in each.faults[len(before.faults) :]
    ]
    session.extra["pdf"] = {
        "level": assessment.level,
        "faults": [{"id": of.id, "message": fault.message} for of, fault in faults],
    }
    session.text += [f"{of.id} {of.name}: {fault}" for of, fault in faults]
    level = assessment.level or "no level"
    session.text.append(f"the PDF's own checks: {len(faults)} faults; the evidence carries {level}")


def _summary(assessment: Assessment) -> str:
    counts = [
        f"{sum(each.verdict is verdict for each in assessment.judgements)} {words}"
        for verdict, words in COUNTED.items()
    ]
    level = f"WCAG 2.2 Level {assessment.level}" if assessment.level else "no level of WCAG 2.2"
    return f"{', '.join(counts)}: the evidence carries {level}"


def _as_text(judged: Judgement, places: Mapping[str, Place]) -> list[str]:
    from publish.check.access.claims import how_to_answer

    criterion = judged.criterion
    lines = [f"{criterion.id} {criterion.name} ({criterion.level}): {judged.verdict}"]
    lines += [f"    {evidence}" for evidence in judged.evidence]
    for fault in judged.faults[:SHOWN]:
        place = places.get(fault.path)
        lines.append(f"    {fault}" + (f" (the document of {place})" if place else ""))
    if len(judged.faults) > SHOWN:
        lines.append(f"    and {len(judged.faults) - SHOWN} more, which --json lists")
    if judged.question:
        lines += [f"    {judged.question}", f"    {how_to_answer(judged)}"]
    return lines


def _as_object(judged: Judgement) -> dict[str, object]:
    criterion = judged.criterion
    return {
        "id": criterion.id,
        "name": criterion.name,
        "level": str(criterion.level),
        "verdict": str(judged.verdict),
        "evidence": list(judged.evidence),
        "faults": [
            {"file": fault.path, "line": fault.line, "message": fault.message}
            for fault in judged.faults
        ],
        "question": judged.question or None,
        "holds_for": judged.holds_for,
        "void": str(judged.void.date) if judged.void else None,
    }
