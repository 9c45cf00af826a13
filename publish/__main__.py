"""The command as a program of its own: `publish`, and `python -m publish`."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import NoReturn

from publish.run.safe_path import leave_out_current_folder

leave_out_current_folder()


def run() -> NoReturn:
    """Run the command, and end without taking the program apart.

    What lays out pages gets ready before the command line is read. At the end Python would let go
    of all trees and modules one by one, for some hundredths of a second; the system takes all back
    at once (so does mypy: `util.hard_exit`).
    """
    try:
        from publish.ready import foresee
        from publish.run.interrupts import heed_endings
        from publish.run.streams import open_closed_streams

        open_closed_streams()
        heed_endings()
        foresee(sys.argv[1:])
        from publish.cli import main
    except KeyboardInterrupt:  # while the libraries are still being read
        sys.exit(130)
    try:
        main()
    except SystemExit as ends:
        code = 0 if ends.code is None else ends.code
        if isinstance(code, int) and threading.active_count() == 1:
            _end_at_once(code)
        raise
    sys.exit()


def _end_at_once(code: int) -> None:
    """Do what is to be done at the end, and end; where a stream takes no more, Python is to say so.

    Other threads would be waited for: there are none.
    """
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    run()
