"""No code from the folder one stands in: a book's folder may hold a `tempfile.py` of a stranger's.

`python -m publish` has the current folder in front of Python's own modules, and so has each process
that is started with `-c`, as those of multiprocessing are. The command calls this before it
imports anything; so nothing but what is imported already may be used here.
"""

import os
import sys

SAFE = "PYTHONSAFEPATH"
"""The environment variable by which Python leaves the current folder out (3.11, `-P`)."""


def leave_out_current_folder() -> None:
    """Take modules from where Python and its packages are installed, here and in every child.

    A checkout that is not installed stands in the current folder itself; it is looked in last.
    """
    os.environ[SAFE] = "1"
    here = {"", os.curdir}
    try:
        here.add(os.getcwd())  # noqa: PTH109
    except OSError:  # it was deleted, and holds no files
        return
    if here.isdisjoint(sys.path):
        return
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    own = os.path.dirname(package)  # noqa: PTH120
    sys.path[:] = [folder for folder in sys.path if folder not in here]
    if own in here:
        sys.path.append(own)
