"""A stranger's book runs no code of its own on a shelf, whatever its builder trusts elsewhere."""

from __future__ import annotations

from msgspec.structs import replace

from publish.shelf.bench import Bench
from publish.shelf.job import Job, Order
from tests.shelf.conftest import TEI

EDITION = '[[text.stages]]\nrun = "mend:shout"\n'
STAGE = """
def shout(document, edition):
    for paragraph in document.root.iter("{*}p"):
        paragraph.text = (paragraph.text or "").upper()
    return []
"""


def job(**order: object) -> Job:
    return Job(
        name="a/b",
        files={
            "manuscript/edition.toml": EDITION.encode(),
            "manuscript/b.xml": TEI.format(title="The Wind", text="It was night.").encode(),
            "mend.py": STAGE.encode(),
        },
        manuscript=".",
        order=replace(Order(purposes=("epub",), check=False), **order),  # type: ignore[arg-type]
        toolchain="t",
    )


def test_stages_run_only_where_the_run_is_told_so(real_bench: Bench) -> None:
    refused, made, again = (real_bench.make(job(trust=trust)) for trust in (False, True, False))
    for outcome in (refused, again):
        (finding,) = outcome.findings
        assert (finding.code, outcome.files) == ("REA-115", {})
        assert "publish shelf build --trust" in finding.hint
    assert made.files
    assert [name for name, _ in made.stages].count("shout") == 1


def test_a_collections_own_stage_is_given_to_its_books(real_bench: Bench) -> None:
    book = job(trust=True, defaults=EDITION)
    files = {"b.xml": book.files["manuscript/b.xml"], "mend.py": book.files["mend.py"]}
    bare = replace(book, files=files, manuscript="b.xml")
    outcome = real_bench.make(bare)
    assert [name for name, _ in outcome.stages].count("shout") == 1, outcome.findings
