"""The shape of the code: the arrows between rooms, one door to WeasyPrint, no circles."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from publish import engine
from publish.house.manual import finding_pages

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "publish"
ROOMS = tuple("convert read revise style typeset write check load look shelf".split())
STOREYS = (
    ("model",),
    ("run",),
    ("house",),
    ("engine",),
    ROOMS,
    ("claims",),
    ("makers",),
    ("pipeline",),
    ("api",),
    ("ready",),
    ("cli",),
    ("__main__",),
)
"""From the ground up: imports go down only, and from no room into another."""

PDF_ROOMS = ("printed", "prepare", "layout", "assemble", "cover", "book")
"""The rooms of `write/pdf` in the order of the work; each knows only those before it."""

MODULES = sorted(PACKAGE.rglob("*.py"))
MODULE_NAME = re.compile(r"publish(\.[a-z_0-9]+)+")


def part_of(module: str) -> str:
    """The room or module directly below publish that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def storey(module: str) -> int:
    """How high a module of publish stands; 0 is the package itself."""
    first = part_of(module)
    return next((n for n, names in enumerate(STOREYS, start=1) if first in names), 0)


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def imports(path: Path) -> set[str]:
    """What a module imports, type-only imports too, or names for others to import."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "publish":
            found |= {f"publish.{name.name}" for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Constant) and MODULE_NAME.fullmatch(str(node.value)):
            found.add(str(node.value))
    return {name for name in found if name.startswith("publish.")}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_down_and_never_from_room_to_room(path: Path) -> None:
    me = module_name(path)
    if me == "publish":
        assert imports(path) == {"publish.api"}, "what the library offers stands there"
        return
    for other in imports(path):
        if storey(me) == storey(other):
            assert part_of(me) == part_of(other), f"{me} reaches into {other}"
        else:
            assert storey(other) < storey(me), f"{me} imports {other}, which stands above it"


def test_every_part_of_the_package_has_its_storey() -> None:
    parts = {module_name(path) for path in MODULES if len(path.relative_to(PACKAGE).parts) == 1}
    parts |= {module_name(path) for path in PACKAGE.glob("*/__init__.py")}
    assert {part for part in parts if part != "publish" and not storey(part)} == set()


def test_pages_are_prepared_then_laid_out_then_assembled() -> None:
    """What makes a PDF is a road, too: `write/pdf/book.py` tells it."""
    before = "publish.write.pdf."
    for path in MODULES:
        me = module_name(path)
        if not me.startswith(before) or me.removeprefix(before).split(".")[0] not in PDF_ROOMS:
            continue
        mine = PDF_ROOMS.index(me.removeprefix(before).split(".")[0])
        for other in imports(path):
            room = other.removeprefix(before).split(".")[0]
            if other.startswith(before) and room in PDF_ROOMS:
                assert PDF_ROOMS.index(room) <= mine, f"{me} reaches back to {other}"


@pytest.mark.parametrize("depth", range(2, 8))
def test_no_part_of_the_package_leads_round_to_itself(depth: int) -> None:
    """Nor does one within a room; a module beside folders counts as one of them."""
    parts: dict[str, set[str]] = {}
    names = {module_name(path) for path in MODULES}
    for path in MODULES:
        me = ".".join(module_name(path).split(".")[:depth])
        for other in imports(path):
            known = other if other in names else other.rpartition(".")[0]
            cut = ".".join(known.split(".")[:depth])
            if not (me.startswith(f"{cut}.") or cut.startswith(f"{me}.")):
                parts.setdefault(me, set()).add(cut)
        parts.setdefault(me, set()).discard(me)
    TopologicalSorter(parts).prepare()


def test_only_the_engine_knows_weasyprint() -> None:
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] == "engine":
            continue
        for node in nodes(path):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "weasyprint" for name in names), path


def test_the_engine_is_entered_by_its_door() -> None:
    free = {f"publish.engine.{name}" for name in engine.WITHOUT_WEASYPRINT} | {"publish.engine"}
    for path in MODULES:
        if part_of(module_name(path)) != "engine":
            used = {name for name in imports(path) if name.startswith("publish.engine")}
            assert used <= free, path


def test_only_the_engine_sees_boxes() -> None:
    tests = {*(ROOT / "tests").rglob("*.py")} - {Path(__file__)}
    for path in {*MODULES, *tests}:
        if "engine" not in path.relative_to(ROOT).parts[:2] and "node_modules" not in path.parts:
            text = path.read_text("utf-8")
            assert not re.search(r"_page_box|\.document\.pages|formatting_structure", text), path


def test_what_does_without_weasyprint_does_without() -> None:
    listed = "; ".join(
        f"import publish.engine.{name}" for name in sorted(engine.WITHOUT_WEASYPRINT)
    )
    code = f"import sys; {listed}; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_the_door_offers_what_it_says() -> None:
    for name in engine.__all__:
        assert getattr(engine, name) is not None


def test_only_the_command_line_prints_and_exits() -> None:
    for path in MODULES:
        if "cli" in path.parts or path.name == "__main__.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "sys.exit", "exit"}, path


def codes_in_use() -> set[str]:
    code = re.compile(r'"((?:REA|REV|STY|TYP|WRI|LOA|CLI|IMP|SHE)-\d{3})"')
    files = [*MODULES, *PACKAGE.rglob("*.toml")]
    return {found for path in files for found in code.findall(path.read_text("utf-8"))}


def test_every_finding_code_has_its_page_in_the_manual() -> None:
    used = codes_in_use()
    pages = finding_pages()
    retired = {page.code for page in pages.values() if page.is_retired}
    assert used - set(pages) == set()
    assert used & retired == set(), "a retired code is never used again"
    assert set(pages) - used - retired == set(), "a page for a code that nothing reports"


BEYOND_FILES = {
    "CLI-001": "a bug of ours; those we know of are mended",
    "CLI-003": "a machine that lacks a part",
    "CLI-006": "a machine that is full or fails; tests/run/test_broken_machines.py makes some",
    "CLI-040": "a link that leads away; tests/run/test_inputs.py makes some",
    "CLI-041": "a file of the user's, outside every book; tests/run/test_trust.py writes one",
    "REA-117": "the same; tests/run/test_trust.py has it where it may not be",
    "CLI-043": "a port that another program has; tests/look takes one",
    "CLI-044": "a file that goes away while it is looked at; tests/look takes one away",
    "CLI-050": "an archive made to fill memory; tests/load/test_hostile_shelf.py makes some",
    "TYP-040": "a fault of a rule of ours; tests/typeset/test_guard.py makes some",
    "TYP-041": "the same",
    "TYP-111": "a machine without Verovio; tests/typeset/test_music.py hides it",
    "LOA-": "e-readers, mail servers and networks; tests/load plays them",
    "IMP-004": "words that pandoc loses; tests/convert/test_word.py hides some from it",
    "IMP-017": "a title page by its look; tests/convert/test_structure.py has one",
    "IMP-030": "a Word file; tests/convert/test_word.py makes some",
    "SHE-": "shelves of many books, and the machines that make them; tests/shelf builds some",
    "WRI-": "what an EPUB or PDF of ours should never have; tests/write damages them",
}
"""Codes, or their beginnings, that no folder of files can bring about, and why."""


def test_every_finding_code_has_a_folder_that_shows_it() -> None:
    folders = {path.name for path in (ROOT / "tests" / "findings").iterdir() if path.is_dir()}
    used = codes_in_use()
    shown_elsewhere = {code for code in used if code.startswith(tuple(BEYOND_FILES))}
    assert used - shown_elsewhere - folders == set()
    assert folders - used == set(), "a folder for a code that nothing reports"


def test_rules_account_for_the_words_of_the_manuscript() -> None:
    """A rule that says a text by itself goes through `say_text` and `say_tail` (render.py)."""
    for path in (PACKAGE / "typeset" / "rules").glob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "typesetter.say":
                said = [
                    n.attr for a in node.args for n in ast.walk(a) if isinstance(n, ast.Attribute)
                ]
                assert not {"text", "tail"} & set(said), f"{path.name}:{node.lineno}"


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not [path for path in MODULES if path.stem in drawers]
