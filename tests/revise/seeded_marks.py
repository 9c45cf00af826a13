"""Marks that a reader might have made in a book's EPUB, as each device writes them."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree

from publish.revise.index import WORD
from publish.revise.marks.spots import Copy
from publish.revise.matching import is_in_word
from publish.revise.reader_text import FoldedText, ReaderText

CONTEXT = 60


@dataclass(frozen=True)
class Seed:
    """One mark: where it stands in the manuscript's text, and in the reader's copy."""

    start: int
    part: int
    at: int
    words: str
    text: str


def seeds(reader: ReaderText, copy: Copy, count: int, rng: random.Random) -> list[Seed]:
    """Choose words, some of them alone, that surely stand in one place of the copy."""
    words = list(WORD.finditer(reader.index.text))

    def chosen() -> Iterator[tuple[int, int]]:
        while True:
            first = rng.randrange(len(words) - 12)
            yield words[first].start(), words[first + rng.choice((0, 0, 1, 2, 4, 8))].end()

    return sorted(islice(seeds_at(reader, copy, chosen()), count), key=_by_place)


def _by_place(seed: Seed) -> tuple[int, int]:
    return seed.part, seed.at


def seeds_at(reader: ReaderText, copy: Copy, spans: Iterable[tuple[int, int]]) -> Iterator[Seed]:
    """Mark words of the manuscript's text in the copy; what may stand in two places is left out."""
    folded = [FoldedText.of(part.text) for part in copy.parts]
    text, source = reader.index.text, reader.texts[0]
    for start, end in spans:
        low, high = source.letter_at(start), source.letter_at(end)
        window = source.letters[max(0, low - CONTEXT) : high + CONTEXT]
        found = [(n, at) for n, part in enumerate(folded) for at in part.find(window)]
        is_part = is_in_word(text, start) or is_in_word(text, end)
        if "\0" in text[start:end] or len(found) != 1 or is_part:
            continue
        number, at = found[0]
        at += low - max(0, low - CONTEXT)
        left, right = folded[number].span(at, at + high - low)
        yield Seed(start, number, left, copy.parts[number].text[left:right], text)


def nodes(copy: Copy, seed: Seed) -> tuple[etree._Element, bool, int]:
    """Return the text node in which a mark begins, and how far into it."""
    part = copy.parts[seed.part]
    best = None
    for (element, is_tail), start in part.starts.items():
        text = element.tail if is_tail else element.text
        if text and start <= seed.at < start + len(text):
            best = (element, is_tail, seed.at - start)
    assert best is not None
    return best


def _children(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren(etree.Element))


def cfi(copy: Copy, seed: Seed) -> str:
    element, is_tail, offset = nodes(copy, seed)
    parent = element.getparent() if is_tail else element
    assert parent is not None
    steps = [2 * (_children(parent).index(element) + 1) + 1 if is_tail else 1]
    while (above := parent.getparent()) is not None:
        steps.append(2 * (_children(above).index(parent) + 1))
        parent = above
    path = "".join(f"/{step}" for step in reversed(steps))
    return f"epubcfi(/6/{2 * seed.part + 2}!{path}:{offset})"


def xpointer(copy: Copy, seed: Seed) -> str:
    element, is_tail, offset = nodes(copy, seed)
    parent = element.getparent() if is_tail else element
    assert parent is not None
    before = [child for child in _children(parent) if child.tail]
    number = (before.index(element) + 1 if is_tail else 0) + bool(parent.text)
    steps = [f"text()[{number}].{offset}"]
    while (above := parent.getparent()) is not None:
        alike = [child for child in _children(above) if child.tag == parent.tag]
        steps.append(f"{etree.QName(parent).localname}[{alike.index(parent) + 1}]")
        parent = above
    return f"/body/DocFragment[{seed.part + 1}]/" + "/".join(reversed(steps))


def w3c(made: list[Seed], copy: Copy, path: Path) -> Path:
    items = []
    for seed in made:
        text = copy.parts[seed.part].text
        end = seed.at + len(seed.words)
        quote = {
            "type": "TextQuoteSelector",
            "exact": seed.words,
            "prefix": text[max(0, seed.at - 24) : seed.at],
            "suffix": text[end : end + 24],
        }
        target = {"source": copy.names[seed.part], "selector": [quote]}
        items.append({"type": "Annotation", "created": "2026-11-02T10:00:00Z", "target": target})
    return _written(
        path / "book.annotations", json.dumps({"type": "AnnotationSet", "items": items})
    )


def readium(made: list[Seed], copy: Copy, path: Path) -> Path:
    items = []
    for seed in made:
        text, end = copy.parts[seed.part].text, seed.at + len(seed.words)
        words = {"before": text[max(0, seed.at - 30) : seed.at], "highlight": seed.words}
        words["after"] = text[end : end + 30]
        items.append({"locator": {"href": copy.names[seed.part], "text": words}})
    return _written(path / "readium.json", json.dumps({"highlights": items}))


def koreader(made: list[Seed], copy: Copy, path: Path) -> Path:
    rows = "".join(
        f'[{n}] = {{ ["datetime"] = "2026-11-02 10:00:00", ["drawer"] = "lighten", '
        f'["pos0"] = "{xpointer(copy, seed)}", ["text"] = {_lua(seed.words)} }},\n'
        for n, seed in enumerate(made, start=1)
    )
    return _written(path / "metadata.epub.lua", f'return {{\n["annotations"] = {{\n{rows}}},\n}}\n')


def _lua(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\\n")
    return f'"{plain}"'


def kobo(made: list[Seed], copy: Copy, path: Path) -> Path:
    file = path / "KoboReader.sqlite"
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as db:
        db.execute(
            "CREATE TABLE Bookmark (BookmarkID, VolumeID, ContentID, StartContainerPath,"
            " StartOffset, Text, Annotation, DateCreated, ChapterProgress, Hidden)"
        )
        db.execute("CREATE TABLE content (ContentID, ContentType, Title, VolumeIndex)")
        for seed in made:
            content = f"file:///mnt/onboard/b.epub!!{copy.names[seed.part]}"
            point = cfi(copy, seed).partition("!")[2].rstrip(")")
            spot = f"{copy.names[seed.part]}#point(/1{point})"
            row = (
                "x",
                "file:///mnt/onboard/b.epub",
                content,
                spot,
                0,
                seed.words,
                "",
                "2026-11-02T10:00:00",
                0.5,
                0,
            )
            db.execute(f"INSERT INTO Bookmark VALUES ({','.join('?' * 10)})", row)
    return file


def apple(made: list[Seed], copy: Copy, path: Path) -> Path:
    file = path / "AEAnnotation.sqlite"
    file.unlink(missing_ok=True)
    names = "ZANNOTATIONSELECTEDTEXT ZANNOTATIONNOTE ZANNOTATIONREPRESENTATIVETEXT"
    names += " ZANNOTATIONCREATIONDATE ZFUTUREPROOFING5 ZANNOTATIONLOCATION"
    names += " ZPLLOCATIONRANGESTART ZANNOTATIONDELETED"
    with sqlite3.connect(file) as db:
        db.execute(f"CREATE TABLE ZAEANNOTATION ({','.join(names.split())})")
        for seed in made:
            row = (seed.words, None, None, 815000000.0, None, cfi(copy, seed), 0, 0)
            db.execute(f"INSERT INTO ZAEANNOTATION VALUES ({','.join('?' * 8)})", row)
    return file


@dataclass(frozen=True)
class Counted:
    """How a Kindle counts: so much of its file is a location."""

    before: Callable[[int, int], int]
    """Of a part and a place in it, what comes before them."""
    length: int

    def locations(self, part: int, start: int, end: int) -> tuple[int, int]:
        """Return the first and last location of some words."""
        first, last = (self.before(part, at) // self.length for at in (start, end - 1))
        return first + 1, last + 1


def azw3(copy: Copy) -> Counted:
    """Count as an AZW3 does: bytes of the content, to whose every tag kindlegen adds an `aid`."""
    return Counted(_bytes_before(copy, len(' aid="0A1B"')), 150)


def send_to_kindle(copy: Copy) -> Counted:
    """Count as a KFX does: characters of the text."""
    lengths = [len(part.text) for part in copy.parts]
    return Counted(lambda part, at: sum(lengths[:part]) + at, 128)


def told_apart(made: list[Seed], copy: Copy, counted: Counted) -> int:
    """Count the marks whose words stand once within their locations: no device says more."""
    number = 0
    for seed in made:
        own = counted.locations(seed.part, seed.at, seed.at + len(seed.words))
        words = re.escape(" ".join(seed.words.split())).replace(r"\ ", r"\s+")
        number += (
            sum(
                counted.locations(part, found.start(), found.end()) == own
                for part, each in enumerate(copy.parts)
                for found in re.finditer(rf"(?<!\w){words}(?!\w)", each.text)
            )
            == 1
        )
    return number


def kindle(made: list[Seed], copy: Copy, path: Path) -> Path:
    return _clippings(made, path, azw3(copy))


def kfx(made: list[Seed], copy: Copy, path: Path) -> Path:
    return _clippings(made, path, send_to_kindle(copy))


KINDLES = {"kindle": azw3, "kfx": send_to_kindle}


def _clippings(made: list[Seed], path: Path, counted: Counted) -> Path:
    entries = []
    for seed in made:
        first, last = counted.locations(seed.part, seed.at, seed.at + len(seed.words))
        words = " ".join(seed.words.split())
        entries.append(
            f"The Book (Author)\r\n- Your Highlight on Location {first}-{last} | Added on"
            f" Monday, November 2, 2026 10:00:00 AM\r\n\r\n{words}\r\n==========\r\n"
        )
    return _written(path / "My Clippings.txt", "\ufeff" + "".join(entries))


def _bytes_before(copy: Copy, added: int) -> Callable[[int, int], int]:
    """Count the bytes of all parts, one behind the other, with something added to each tag."""
    starts: list[list[int]] = []
    sizes: list[list[int]] = []
    size = 0
    for part in copy.parts:
        starts.append([])
        sizes.append([])
        length = 0
        for event, element in etree.iterwalk(part.root, events=("start", "end")):
            name = len(etree.QName(element).localname)
            given = sum(len(str(key)) + len(str(value)) + 4 for key, value in element.items())
            size += name + 2 + given + added if event == "start" else name + 3
            text = (element.text if event == "start" else element.tail) or ""
            starts[-1].append(length)
            sizes[-1].append(size)
            size, length = size + len(text.encode()), length + len(text)

    def before(part: int, at: int) -> int:
        number = bisect_right(starts[part], at) - 1
        since = copy.parts[part].text[starts[part][number] : at]
        return sizes[part][number] + len(since.encode())

    return before


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


FORMATS: dict[str, Callable[[list[Seed], Copy, Path], Path]] = {
    each.__name__: each for each in (w3c, readium, koreader, kobo, apple, kindle, kfx)
}


def outcomes(reader: ReaderText, copy: Copy | None, file: Path, made: list[Seed]) -> Iterator[str]:
    """Yield `right`, `wrong`, `asked` or `lost` for each mark of a file."""
    from publish.revise.marks import file_marks, read_marks

    marks = read_marks(file)
    assert marks is not None
    assert len(marks) == len(made)
    filed = file_marks(copy.with_context(marks) if copy else marks, reader)
    for seed, each in zip(made, filed, strict=True):
        if each.is_sure:
            yield "right" if abs(each.places[0].start - seed.start) <= 1 else "wrong"
        else:
            yield "asked" if each.places else "lost"
