"""access.toml, read and added to: what an editor has answered on accessibility, and signed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tomli
from msgspec import structs

from publish.house.access import criteria
from publish.model.access import Answer
from publish.model.finding import error
from publish.read.toml_entries import add_entries, change_entries
from publish.read.toml_file import TomlFile, parse_toml, read_toml
from publish.read.toml_schema import Tables

KEY = "answer"
NOT_THE_AUTHORS = ("place",)
"""Fields of an answer that the reader sets."""


def read_answers(path: Path, home: Path | None = None) -> tuple[Answer, ...]:
    """Read a book's answers from its folder `home`; every entry knows its place in the file.

    Raises PublishError with all its slips: REA-040 not TOML, REA-041 an unknown key, REA-042 a
    value of the wrong type, REA-043 no such criterion, REA-044 a missing key, REA-150 a criterion
    that is answered twice.
    """
    return _answers_of(read_toml(path, home))


def parse_answers(text: str, path: Path) -> tuple[Answer, ...]:
    """Read answers from the text that a file is to have; raises as `read_answers` does."""
    return _answers_of(parse_toml(text.encode(), path))


def _answers_of(file: TomlFile) -> tuple[Answer, ...]:
    tables = Tables(file)
    answers: dict[str, Answer] = {}
    for number, entry in enumerate(tables.entries(KEY)):
        answer = tables.build(Answer, entry, KEY, number, without=NOT_THE_AUTHORS)
        if answer is None:
            continue
        place = file.place(KEY, number)
        answer = structs.replace(answer, place=place)
        if answer.criterion not in criteria():
            tables.choose(answer.criterion, criteria(), KEY, number, "criterion")
        elif answer.criterion in answers:
            first = answers[answer.criterion].place
            line = first.line if first else 0
            message = f"{answer.criterion} is answered twice; first in line {line}"
            hint = "delete the answer that does not hold any more"
            tables.findings.append(error("REA-150", message, place, hint))
        for key in ("by", "holds_for"):
            if not getattr(answer, key).strip():
                hint = "publish access --answer writes it"
                tables.refuse(f"{answer.criterion}: {key} is empty", hint, KEY, number, key)
        answers.setdefault(answer.criterion, answer)
    tables.stop_on_errors()
    return tuple(answers.values())


def with_answers(text: str, answers: Iterable[Answer]) -> str:
    """Put answers into the text of a file, in the place of older ones; its comments stay."""
    said = {answer.criterion: _keys(answer) for answer in answers}
    known = {str(entry.get("criterion")) for entry in tomli.loads(text).get(KEY, ())}
    text = change_entries(text, KEY, "criterion", said)
    return add_entries(
        text,
        KEY,
        (
            {key: value for key, value in keys.items() if value is not None}
            for criterion, keys in said.items()
            if criterion not in known
        ),
    )


def _keys(answer: Answer) -> dict[str, object]:
    """List what an entry says; None where it need not say it."""
    names = [name for name in Answer.__struct_fields__ if name not in NOT_THE_AUTHORS]
    return {name: getattr(answer, name) or None for name in names}
