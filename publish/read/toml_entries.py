"""Entries of a TOML file that a program adds or changes; remarks, order and form stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def add_entries(text: str, key: str, entries: Iterable[Mapping[str, object]]) -> str:
    """Append entries to the array `key` of a file's text, as tables or inline as it has them."""
    import tomlkit  # which a build does without
    from tomlkit.items import AoT, Array

    document = tomlkit.parse(text)
    listed = document.get(key)
    if isinstance(listed, Array):
        listed.extend({name: _plain(value) for name, value in each.items()} for each in entries)
        return tomlkit.dumps(document)
    tables = listed if isinstance(listed, AoT) else tomlkit.aot()
    is_first = not tables and not text.strip()
    for each in entries:
        entry = tomlkit.table()
        entry.update({name: _plain(value) for name, value in each.items()})
        if not is_first:
            entry.trivia.indent = "\n" if text.endswith("\n") or not text else "\n\n"
        is_first = False
        tables.append(entry)
        text = "\n"
    if listed is None:
        document.append(key, tables)
    return tomlkit.dumps(document)


def change_entries(
    text: str, key: str, name: str, changes: Mapping[str, Mapping[str, object]]
) -> str:
    """Change keys of the entries in the array `key` whose `name` is one of these.

    A value of None takes a key out. New keys stand behind those that are there.
    """
    import tomlkit
    from tomlkit.items import Table

    document = tomlkit.parse(text)
    for entry in document.get(key, ()):
        wanted = changes.get(str(entry.get(name)), {})
        body = entry.value.body if isinstance(entry, Table) else []
        behind = []
        while body and body[-1][0] is None:  # blank lines and remarks, on the next entry mostly
            behind.append(body.pop())
        for changed, value in wanted.items():
            if value is None:
                entry.pop(changed, None)
            elif entry.get(changed) != value:
                entry[changed] = _plain(value)
        body.extend(reversed(behind))
    return tomlkit.dumps(document)


def _plain(value: object) -> object:
    """Return words of an enumeration as the words that they are, which tomlkit wants."""
    return str(value) if isinstance(value, str) else value
