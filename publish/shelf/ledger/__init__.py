"""What is known of every book of a shelf: one SQLite file, safe under kill -9.

`schema.sql` says what is kept, `entry.py` is what is entered, `questions.py` what can be asked.
"""

from publish.shelf.ledger.entry import About, Cost, Entry, Made, Origin, State
from publish.shelf.ledger.ledger import FILE, Ledger
from publish.shelf.ledger.questions import QUESTIONS, Row, as_csv, ask

__all__ = [
    "FILE",
    "QUESTIONS",
    "About",
    "Cost",
    "Entry",
    "Ledger",
    "Made",
    "Origin",
    "Row",
    "State",
    "as_csv",
    "ask",
]
