"""Links from one file of an import to another: they lead to places in the one new manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from publish.convert.manuscript import Manuscript
from publish.convert.tei import rename
from publish.model.document import XML_ID
from publish.model.lazy_pattern import lazy_pattern

_LINK = lazy_pattern(rb"""(?:\]\(<?|\]:\s*<?|href\s*=\s*["'])([^)"'#\s>]+)(?:#([^)"'\s>]+))?""")

Wanted = dict[Path, frozenset[str]]
"""What links of the other files point at, by the file: its ids, or nothing for its beginning."""


def wanted_of(paths: Sequence[Path], texts: Sequence[bytes]) -> Wanted:
    """Gather what the files of an import point at in each other."""
    found: dict[Path, set[str]] = {path.resolve(): set() for path in paths}
    for path, text in zip(paths, texts, strict=True):
        for named, fragment in _LINK.findall(text):
            other = file_at(path, named.decode("utf-8", "replace"))
            if other in found and fragment:
                found[other].add(unquote(fragment.decode("utf-8", "replace")))
    return {path: frozenset(ids) for path, ids in found.items()}


def file_at(path: Path, url: str) -> Path | None:
    """Find the file that an address in another one names; None for one on the web."""
    plain = unquote(url.partition("#")[0].partition("?")[0])
    if not plain or re.match(r"[a-z][a-z0-9+.-]+:|//", plain, re.IGNORECASE) or "\0" in plain:
        return None
    return (path.parent / plain).resolve()


def lead_across(manuscript: Manuscript) -> None:
    """Point each such link at the id that its place has; warning IMP-015 where there is none."""
    for ref, path, fragment in manuscript.away:
        if path not in manuscript.starts:
            message = f"a link leads to {path.name}, which holds no words"
            hint = "write a ref with a target, if it is to lead somewhere"
            manuscript.log.tell("IMP-015", message, rename(ref, "seg"), hint)
            continue
        target = manuscript.ids.get(path, {}).get(fragment, "") if fragment else ""
        if fragment and not target:
            message = f"a link leads to {fragment!r} of {path.name}, which has no such place; it "
            message += "leads to the beginning of that file"
            hint = "mend the target of the ref"
            manuscript.log.tell("IMP-015", message, ref, hint)
        ref.set("target", f"#{target or _beginning(manuscript, path)}")


def _beginning(manuscript: Manuscript, path: Path) -> str:
    """Give the first block of a file an id, if it has none."""
    block: etree._Element = manuscript.starts[path]
    if block.get(XML_ID) is None:
        number = list(manuscript.starts).index(path) + 1
        block.set(XML_ID, f"file{number}")
    return str(block.get(XML_ID))


def mend_targets(root: etree._Element) -> None:
    """Leave no reference to a place that is not there; its words stay."""
    there = {each.get(XML_ID) for each in root.iter(etree.Element)}
    for ref in list(root.iter("{*}ref")):
        target = ref.get("target") or ""
        if target.startswith("#") and target[1:] not in there:
            rename(ref, "seg")
            del ref.attrib["target"]
