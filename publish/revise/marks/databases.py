"""Marks in SQLite databases: Kobo's `KoboReader.sqlite`, Apple's `AEAnnotation*.sqlite`."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from publish.revise.marks.mark import Mark, day_of

KOBO = """SELECT b.Text AS words, b.Annotation AS note, b.DateCreated AS date,
 b.ChapterProgress AS progress, b.ContentID AS content, b.StartContainerPath AS path,
 b.StartOffset AS offset, COALESCE(v.Title, b.VolumeID) AS title, c.Title AS chapter,
 c.VolumeIndex AS number
 FROM Bookmark b LEFT JOIN content v ON v.ContentID = b.VolumeID
 LEFT JOIN content c ON c.ContentID = b.ContentID
 WHERE b.Text IS NOT NULL AND trim(b.Text) <> '' AND b.Hidden IN (0, 'false')
 ORDER BY b.VolumeID, number, progress"""
APPLE = """SELECT ZANNOTATIONSELECTEDTEXT AS words, ZANNOTATIONNOTE AS note,
 ZANNOTATIONREPRESENTATIVETEXT AS around, ZANNOTATIONCREATIONDATE AS date,
 ZFUTUREPROOFING5 AS chapter, ZANNOTATIONLOCATION AS spot, ZPLLOCATIONRANGESTART AS place
 FROM ZAEANNOTATION WHERE ZANNOTATIONSELECTEDTEXT IS NOT NULL AND ZANNOTATIONDELETED = 0"""
APPLE_EPOCH = datetime.date(2001, 1, 1)


def marks_of_database(path: Path) -> Iterator[Mark]:
    """Yield the marks of all books in a database. Raises sqlite3.Error, ValueError for no such one.

    The file is opened to be read only, as it is: nothing is written beside it.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        db.row_factory = sqlite3.Row
        names = {
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if {"Bookmark", "content"} <= names:
            yield from map(_kobo, db.execute(KOBO))
        elif "ZAEANNOTATION" in names:
            yield from map(_apple, db.execute(APPLE))
        else:
            raise ValueError("neither Kobo's nor Apple's")


def _kobo(row: sqlite3.Row) -> Mark:
    content = str(row["content"] or "")
    return Mark(
        words=str(row["words"]),
        note=str(row["note"] or ""),
        device="Kobo",
        title=str(row["title"] or ""),
        chapter=str(row["chapter"] or ""),
        date=day_of(row["date"]),
        spot=f"{content.rpartition('!')[2]} {row['path'] or ''} {row['offset'] or 0}",
    )


def _apple(row: sqlite3.Row) -> Mark:
    words, around = str(row["words"]), str(row["around"] or "")
    lead, _, trail = around.partition(words) if around.count(words) == 1 else ("", "", "")
    return Mark(
        words=words,
        note=str(row["note"] or ""),
        lead=lead,
        trail=trail,
        device="Apple Books",
        chapter=str(row["chapter"] or ""),
        date=_apple_day(row["date"]),
        spot=str(row["spot"] or ""),
    )


def _apple_day(seconds: object) -> datetime.date | None:
    """Return the day of a time in seconds since 2001; None where it is none."""
    try:
        return APPLE_EPOCH + datetime.timedelta(seconds=float(str(seconds)))
    except (ValueError, OverflowError):
        return None
