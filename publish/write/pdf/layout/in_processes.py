"""Divisions laid out side by side in processes of their own.

What an earlier run laid out is taken from the cache. The rest goes to the processes that were got
ready (`publish.run.processes`), as many as the machine has cores, the longest first. What comes out
does not depend on who made it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import chain

from publish.engine.drawn import DrawnDivision
from publish.engine.tree import length_of
from publish.model.finding import Finding, PublishError, error
from publish.run.processes import (
    are_ready,
    drop_pool,
    is_ready_here,
    run_in_parallel,
)
from publish.write.pdf.layout.book_layout import BookLayout, OnStep
from publish.write.pdf.layout.known_words import lay_out_knowing, store_of
from publish.write.pdf.layout.layout_cache import cached, key_for
from publish.write.pdf.prepare.apparatus import write_labels
from publish.write.pdf.prepare.division import Division


def compose(
    book: BookLayout,
    numbers: Sequence[int],
    words: str,
    progress: OnStep,
    meanwhile: Callable[[int], None] | None = None,
    begun: Callable[[], None] | None = None,
) -> None:
    """Lay out and draw these divisions, those that no earlier run has kept.

    `words` tell a reader what it is done for. While others are laid out `begun` is called once, and
    `meanwhile` for each that was kept. Raises PublishError WRI-120 where a division killed the
    process that laid it out.
    """
    keys = (
        {number: key_for(book.divisions[number], book) for number in numbers} if book.cache else {}
    )
    pages = 0
    with closing(_drawn_divisions(book, numbers, keys, begun)) as made:
        for done, (number, drawn_division, is_kept) in enumerate(made, start=1):
            book.drawn_divisions[number] = drawn_division
            write_labels(book.divisions[number].root, drawn_division.entry_labels)
            pages += len(drawn_division.page_records)
            message = f"{words}: {done} of {len(numbers)} divisions, {pages} pages"
            progress(message, done, len(numbers))
            if is_kept and meanwhile:
                meanwhile(number)


def _drawn_divisions(
    book: BookLayout,
    numbers: Sequence[int],
    keys: dict[int, str],
    begun: Callable[[], None] | None,
) -> Generator[tuple[int, DrawnDivision, bool], None, None]:
    """Yield each division's pages as they come, and whether they were kept by an earlier run.

    What is known to be lacking is begun with first.
    """
    known = [number for number in numbers if keys and book.cache.has(keys[number])]
    made = _make(book, {n: book.divisions[n] for n in numbers if n not in known})
    damaged = {}
    try:
        if begun:
            begun()
        for number in known:
            kept = cached(keys[number], book.divisions[number], book)
            if kept is None:
                damaged[number] = book.divisions[number]
            else:
                yield number, kept, True
        for number, drawn_division in chain(made, _make(book, damaged)):
            if keys:
                book.cache.put_object(keys[number], drawn_division)
            yield number, drawn_division, False
    except BaseException:
        drop_pool()  # which works already, though nobody may have read what comes of it
        raise


def _make(book: BookLayout, divisions: dict[int, Division]) -> Iterator[tuple[int, DrawnDivision]]:
    """Lay out in the processes that were got ready; a program that asked for none does it all.

    One division is laid out here where that takes no getting ready: `publish look`, at each save.
    """
    if not divisions:
        return iter(())
    if not are_ready() or (len(divisions) == 1 and is_ready_here()):
        return _alone(book, divisions)
    return _retried(book, divisions, _beside(book, divisions))


def _alone(book: BookLayout, divisions: dict[int, Division]) -> Iterator[tuple[int, DrawnDivision]]:
    from publish.write.pdf.layout.division import (
        lay_out_division,  # and with it WeasyPrint: some tenths of a second
    )

    for number, division in divisions.items():
        yield number, lay_out_division(division, book.resources, book.shelf)


def _retried(
    book: BookLayout,
    divisions: dict[int, Division],
    made: Iterator[tuple[int, DrawnDivision | None]],
) -> Iterator[tuple[int, DrawnDivision]]:
    """Try by itself what was lost with a process that died."""
    lost = []
    for number, drawn_division in made:
        if drawn_division is None:
            lost.append(number)
        else:
            yield number, drawn_division
    for number in lost:
        for _, drawn_division in _beside(book, {number: divisions[number]}):
            if drawn_division is None:
                too_large = [found for found in book.findings if found.code == "WRI-182"]
                raise PublishError(*too_large, _killed(divisions[number]))
            yield number, drawn_division


def _beside(
    book: BookLayout, divisions: dict[int, Division]
) -> Iterator[tuple[int, DrawnDivision | None]]:
    given = {
        number: (book.inputs.for_root(division.root), division, store_of(division, book))
        for number, division in divisions.items()
    }
    return run_in_parallel(lay_out_knowing, given, lambda number: length_of(divisions[number].root))


def _killed(division: Division) -> Finding:
    message = f"laying out {division.title or division.name!r} killed the process that did it"
    hint = (
        "this is a bug in publish or in a library it uses, or the machine has too little "
        "memory; see whether the division holds a very large picture or table"
    )
    return error("WRI-120", message, division.place, hint)
