"""Fence a process in: from here on it reads one folder, writes nothing and opens no connection.

Linux does this by Landlock (Documentation/userspace-api/landlock.rst, from 5.13 on; connections
from 6.7 on). What the process has open already stays open.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path

UNFENCED = "PUBLISH_NO_FENCE"
"""The environment variable by which a system counts as one without fences: less may be read."""

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""System calls, with the same numbers on every machine."""

_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_READ = 1 << 2 | 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights on files each version knows, counted from the lowest bit; later ones 16."""
_CONNECTIONS = 0b11


def fence_in(folder: Path) -> bool:
    """Let this thread, and what it starts, read a folder alone; tell whether the system can."""
    if sys.platform != "linux" or os.environ.get(UNFENCED):
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, 0, _VERSION)
    if version < 1:
        return False
    files = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    rules = struct.pack("=QQ", files, _CONNECTIONS if version >= 4 else 0)
    ruleset = system.syscall(_CREATE, rules, len(rules) if version >= 4 else 8, 0)
    if ruleset < 0:
        return False
    beneath = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", _READ, beneath)
        return bool(
            system.syscall(_ADD, ruleset, _PATH_BENEATH, rule, 0) == 0
            and system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
            and system.syscall(_RESTRICT, ruleset, 0) == 0
        )
    finally:
        os.close(beneath)
        os.close(ruleset)
