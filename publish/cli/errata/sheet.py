"""`publish errata sheet`: the slip that goes with a printing already in readers' hands."""

from __future__ import annotations

from pathlib import Path

import click
from lxml import etree
from msgspec import structs

from publish.cli.errata.desk import Desk, as_object, book_argument, claim_output, open_desk
from publish.cli.outputs import write_output
from publish.cli.printings import open_record
from publish.cli.session import Session, reported
from publish.house.language.tag import direction_of
from publish.house.stylesheets import COMMON, read_stylesheets
from publish.model.publication import Entry, Matter, Part, Publication
from publish.revise.errata_sheet import Item, make_sheet, sheet_section
from publish.run.scratch import kept_in_scratch
from publish.write.pdf import Purpose, write_pdf

PAGE = """<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" dir="{direction}"><head>
<meta charset="utf-8"/><title>{title}</title>
<style>
{styles}
</style></head><body>
{section}
</body></html>
"""

FORMS = {
    "": "text",
    ".txt": "text",
    ".md": "text",
    ".pdf": "pdf",
    ".html": "html",
    ".xhtml": "html",
    ".htm": "html",
}
"""The form that a file's ending tells."""


@click.command()
@book_argument
@click.option("--since", default="", metavar="PRINTING", help="Only errata found in it or later.")
@click.option("--for", "printing", metavar="PRINTING", help="Whose pages; that of --since if left.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "pdf"]),
    help="By the ending of -o, and text on stdout, where not given.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write.",
)
@reported
def sheet(
    session: Session,
    book: Path,
    since: str,
    printing: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """List by page and line what readers of a printing have to correct."""
    form = form or _form_of(output)
    record = open_record(book, printing or since or "1")
    path = output or Path(f"errata-{record.name}.{'txt' if form == 'text' else form}")
    is_for_stdout = form == "text" and output is None
    if not is_for_stdout:
        claim_output(path, book)
    desk = open_desk(book)
    session.findings += [each for each in desk.findings if each.code != "REV-006"]
    items, findings = make_sheet(desk.document, desk.resolutions, record, since)
    session.findings += findings
    session.extra["errata"] = [_as_object(item, desk) for item in items]
    if is_for_stdout:
        session.text += _lines(items, desk)
        return
    with kept_in_scratch():
        data = _written(form, items, desk, record.name)
    write_output(path, data, "-o")
    session.outputs.append(path)


def _form_of(output: Path | None) -> str:
    ending = output.suffix.lower() if output else ""
    if ending not in FORMS:
        message = (
            f"{ending} tells no form; end with .txt, .html or .pdf, or give --format or --json"
        )
        raise click.BadParameter(message, param_hint="'-o'")
    return FORMS[ending]


def _lines(items: list[Item], desk: Desk) -> list[str]:
    return [item.say(desk.edition.book.language) for item in items] or ["no errata"]


def _written(form: str, items: list[Item], desk: Desk, printing: str) -> bytes:
    book = desk.edition.book
    if form == "text":
        return ("\n".join(_lines(items, desk)) + "\n").encode()
    section = sheet_section(items, book.title, printing, book.language)
    if form == "html":
        return _page(section, desk).encode()
    return _pdf(section, desk)


def _page(section: etree._Element, desk: Desk) -> str:
    lang = desk.edition.book.language or "und"
    return PAGE.format(
        lang=lang,
        direction=direction_of(lang),
        title=section[0].text,
        styles="\n".join(read_stylesheets(desk.edition, *COMMON)),
        section=etree.tostring(section, encoding="unicode"),
    )


def _pdf(section: etree._Element, desk: Desk) -> bytes:
    """Set the sheet as the book sets its back matter."""
    lang = desk.edition.book.language or "und"
    title = section[0].text or ""
    part = Part("errata", title, Matter.BODY, "errata", section, lang, direction_of(lang))
    publication = Publication(
        title, lang, direction_of(lang), [part], [Entry(title, str(section.get("id")))]
    )
    page = structs.replace(
        desk.edition.print, chapter_opens="any", half_title=False, pages_multiple=1
    )
    edition = structs.replace(desk.edition, print=page)
    return write_pdf(publication, edition, Purpose.SCREEN).data


def _as_object(item: Item, desk: Desk) -> dict[str, object]:
    found = {each.erratum.id: each for each in desk.resolutions}[item.erratum.id]
    place = found.places[0] if found.places else None
    return as_object(
        item.erratum,
        place,
        outcome=str(found.outcome),
        page=item.spot.folio,
        line_on_page=item.spot.number,
        lines_on_page=item.spot.lines,
        in_notes=item.spot.line.is_note,
        note_label=item.spot.note or None,
        text=item.say(desk.edition.book.language),
    )
