"""Make a novel of any length, for timing: the first book's sentences in a new order, with notes.

    python benchmarks/novels.py 100000 novel.xml

The same length is always the same novel.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from publish.model.document import TEI

ROOT = Path(__file__).parent.parent
CHAPTER_WORDS = 2500
NOTE_EVERY = 400
"""Words from one note to the next."""


def sentences() -> list[str]:
    """Take the sentences of the book in manuscript/."""
    found = []
    for path in sorted((ROOT / "manuscript").glob("*.xml")):
        for paragraph in etree.parse(path).iter(f"{{{TEI}}}p"):
            text = " ".join("".join(map(str, paragraph.itertext())).split())
            found += [s for s in re.split(r"(?<=[.!?]) (?=[A-Z])", text) if s.count(" ") > 3]
    return found


def novel(words: int, chapter_words: int = CHAPTER_WORDS) -> str:
    """Write a TEI document of about so many words."""
    dice, stock = random.Random(words), sentences()
    chapters = [
        f'<div type="chapter" xml:id="ch{number}"><head>Chapter {number}</head>'
        f"{''.join(_paragraphs(min(chapter_words, words - done), stock, dice))}</div>"
        for number, done in enumerate(range(0, words, chapter_words), start=1)
    ]
    title = f"A Novel of {words} Words"
    return (
        f'<TEI xmlns="{TEI}" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
        f"<title>{title}</title><author>N. N.</author></titleStmt><publicationStmt><p>A trial"
        f"</p></publicationStmt><sourceDesc><p>None</p></sourceDesc></fileDesc></teiHeader>"
        f"<text><body>{''.join(chapters)}</body></text></TEI>"
    )


def _paragraphs(words: int, stock: list[str], dice: random.Random) -> Iterator[str]:
    done, since_note = 0, 0
    while done < words:
        chosen = dice.sample(stock, dice.randint(2, 8))
        count = sum(sentence.count(" ") + 1 for sentence in chosen)
        done, since_note = done + count, since_note + count
        text = escape(" ".join(chosen))
        if since_note >= NOTE_EVERY:
            since_note = 0
            text += f'<note place="foot">{escape(dice.choice(stock))}</note>'
        yield f"<p>{text}</p>"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(novel(int(sys.argv[1])), "utf-8")
