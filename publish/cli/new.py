"""`publish new`: a book that builds at once, to be written over."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from publish.cli.defaults import read_defaults
from publish.cli.outputs import check_folder, write_outputs
from publish.cli.session import Session, reported
from publish.house.language.tag import language_tag
from publish.house.sample_book import Kind, sample_book
from publish.model.finding import UsageError, error, say_path

OWN_TO_KEEP = ".gitignore"
"""A repository may have one before it has a book; that stays as it is."""


def _no_control_characters(
    _context: click.Context, _option: click.Parameter, value: str | tuple[str, ...] | None
) -> str | tuple[str, ...] | None:
    words = value if isinstance(value, str) else "".join(value or ())
    if not words.isprintable():
        raise click.BadParameter("it holds a control character")
    return value


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", callback=_no_control_characters, help="The book's title.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    callback=_no_control_characters,
    help="Who wrote it; may be given again.",
)
@click.option("--language", metavar="TAG", help="Its language, such as en, de or zh-Hant.")
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in Kind]),
    help="What the sample chapters show; `edition` is one with an apparatus.",
)
@reported
def new(
    session: Session,
    *,
    folder: Path,
    title: str | None,
    authors: tuple[str, ...],
    language: str | None,
    kind: str | None,
) -> None:
    """Begin a book in DIR: a manuscript with sample chapters, edition.toml, errata, own.css.

    On a terminal it asks for what the options do not say. It builds at once, and nothing is
    written over what is there.
    """
    _check_place(folder)
    title = title or _ask("Title", _title_of(folder))
    authors = authors or tuple(filter(None, [_ask("Author", "")]))
    tag = _language(language or _ask("Language (en, de, zh-Hant ...)", "en"))
    kind = kind or _ask("Kind", str(Kind.PROSE), click.Choice([str(each) for each in Kind]))
    made = sample_book(title, authors, tag, Kind(kind), read_defaults())
    paths = {folder / name: data for name, data in made.items()}
    for path in [path for path in paths if _is_there(path)]:
        if path.name != OWN_TO_KEEP:
            raise _taken(path)
        del paths[path]
    write_outputs(paths)
    session.outputs.append(folder)
    manuscript = next(path for path in paths if path.suffix == ".xml")
    session.say(f"next: publish build {say_path(folder)}; then write in {say_path(manuscript)}")


def _check_place(folder: Path) -> None:
    """See before any question that no book is there, and that one can be made."""
    for path in (folder / "manuscript", *sorted(folder.glob("*.xml"))):
        if _is_there(path):
            raise _taken(path)
    check_folder(folder)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _taken(path: Path) -> UsageError:
    message = f"{say_path(path)} is there already; a new book writes over nothing"
    return UsageError(error("CLI-046", message, hint="name another folder"))


def _title_of(folder: Path) -> str:
    """Make a title of the folder's name: `my-first_book` is `My first book`."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    title = " ".join(words) or "A Book"
    title = "".join(letter for letter in title if letter.isprintable())
    return title[:1].upper() + title[1:]


def _language(written: str) -> str:
    tag = language_tag(written)
    if not tag:
        message = f"{written!r} names no language"
        raise UsageError(error("CLI-005", message, hint="write a BCP 47 tag, such as en or grc"))
    return tag


def _ask(what: str, default: str, kind: click.Choice[str] | None = None) -> str:
    """Ask on a terminal; anywhere else what is not said is the default."""
    if not sys.stdin.isatty():
        return default
    return str(click.prompt(what, default=default, show_default=bool(default), type=kind, err=True))
