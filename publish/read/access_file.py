"""access.toml, read and added to: what an editor has answered on accessibility, and signed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from publish.house.access import criteria
from publish.model.access import Answer
from publish.model.finding import error
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
        answer = dataclasses.replace(answer, place=place)
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
    import tomlkit  # which a build does without
    from tomlkit.items import Array

    document = tomlkit.parse(text)
    listed = document.get(KEY)
    entries = tomlkit.aot() if listed is None else listed
    is_first = not text.strip()
    for answer in answers:
        said = _keys(answer)
        entry = next((each for each in entries if each.get("criterion") == answer.criterion), None)
        if entry is None:
            entry = tomlkit.inline_table() if isinstance(listed, Array) else tomlkit.table()
            if not is_first and not isinstance(listed, Array):
                entry.trivia.indent = "\n"
            entry.update(said)
            entries.append(entry)
        is_first = False
        for key in [key for key in entry if key not in said]:
            del entry[key]
        for key, value in said.items():
            if entry.get(key) != value:
                entry[key] = value
    if listed is None:
        document.append(KEY, entries)
    return tomlkit.dumps(document)


def _keys(answer: Answer) -> dict[str, object]:
    names = [each.name for each in dataclasses.fields(Answer) if each.name not in NOT_THE_AUTHORS]
    values = {name: getattr(answer, name) for name in names}
    return {
        key: str(value) if isinstance(value, str) else value
        for key, value in values.items()
        if value != "" or key != "words"
    }
