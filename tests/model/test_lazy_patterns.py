"""Patterns that wait: each is right, and does what a compiled one does."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import publish
from publish.model.lazy_pattern import lazy_pattern

PACKAGE = Path(publish.__file__).parent


def test_every_pattern_that_waits_can_be_compiled() -> None:
    """None is used by a test by chance alone, and what is wrong with one shows when it is used."""
    holders = [
        p for p in sorted(PACKAGE.rglob("*.py")) if "= lazy_pattern(" in p.read_text("utf-8")
    ]
    count = 0
    for path in holders:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for value in vars(import_module(name.removesuffix(".__init__"))).values():
            if type(value).__name__ == "_LazyPattern":
                re.compile(value.pattern, value.flags & ~re.UNICODE)
                count += 1
    assert count > 400


def test_no_module_compiles_a_pattern_while_it_is_imported() -> None:
    """Compiling all of them took longer than reading a manuscript."""
    assert [path for path in PACKAGE.rglob("*.py") if any(_compiled_at_once(path))] == []


def _compiled_at_once(path: Path) -> Iterator[bool]:
    """Look at all that runs when a module is imported: everything but the insides of functions."""
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        yield isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending += ast.iter_child_nodes(node)


def test_a_pattern_that_waits_does_what_a_compiled_one_does() -> None:
    """The same methods with the same answers, before and after the first of them is called."""
    waits = lazy_pattern(r"(?P<word>\w+)", re.ASCII)
    assert waits.groupindex["word"] == 1
    for _ in range(2):
        assert waits.sub("x", "one two") == "x x"
        assert [found["word"] for found in waits.finditer("a b")] == ["a", "b"]
    assert lazy_pattern(rb"\d").search(b"a1") is not None
    assert copy.deepcopy(lazy_pattern("a")).fullmatch("a")
