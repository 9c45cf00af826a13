"""Machines that are full, read-only, failing, set up oddly: outputs stay good (docs/security.md).

Small devices are mounted in a namespace of the test's own; reads and writes that fail, and clocks
that are wrong, come from tests/disk.c, put before the C library. What cannot run here is skipped.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.run.test_killed import ADD, EDITION, ERRATA, manuscript

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="these broken machines are Linux machines"),
]

BUILD = ["build", "--no-check"]
LOAD = ["load", "ready.epub", "--to", "device"]
OUTPUTS = ["dist/wind.epub", "dist/wind.pdf"]
ENDS = ["epub", "pdf"]
AS_ANYONE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
"""Takes from root what lets it pass by the modes of files."""

HOMELESS = ("HOME", "TMPDIR", "PUBLISH_CACHE", "XDG_STATE_HOME", "XDG_CACHE_HOME")
CACHED = ("PUBLISH_CACHE", "XDG_CACHE_HOME")


def in_namespace(script: str) -> list[str]:
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]


def small_device(place: str, size: str) -> list[str]:
    """Mount a device there with what is there, and copy what is on it behind the run to seen/."""
    mount = f"cp -r {place} kept && mount -t tmpfs -o size={size} small {place}"
    seen = f"code=$?; cp -r {place} seen; exit $code"
    return in_namespace(f'{mount} && cp -r kept/. {place} && "$@"; {seen}')


def read_only(*places: str) -> list[str]:
    mounts = [f"mount --bind {p} {p} && mount -o remount,bind,ro {p} && " for p in places]
    return in_namespace(f'{"".join(mounts)}exec "$@"')


def closed(streams: str) -> list[str]:
    return ["sh", "-c", f'exec "$@" {streams}', "sh"]


def failing(call: str, below: str, number: int) -> dict[str, str]:
    return {"FAILS": call, "FAILS_BELOW": below, "FAILS_WITH": str(number)}


@dataclass
class Machine:
    """What is odd about a machine, and the command that runs on it."""

    words: Sequence[str] = tuple(BUILD)
    wrapped: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    umask: int = -1
    modes: Mapping[str, int] = field(default_factory=dict)
    code: int = 0
    said: str = ""


ODD = {
    "no HOME": Machine(without=HOMELESS),
    "HOME nowhere": Machine(variables={"HOME": "/nonexistent"}, without=CACHED),
    "HOME is a file": Machine(variables={"HOME": "/etc/hostname"}, without=CACHED),
    "HOME read-only": Machine(wrapped=AS_ANYONE, modes={"home": 0o555}, without=CACHED),
    "HOME full": Machine(wrapped=small_device("home", "64k"), without=CACHED),
    "HOME fails": Machine(variables=failing("write", "/home/", errno.EIO), without=CACHED),
    "TMPDIR nowhere": Machine(variables={"TMPDIR": "/nonexistent"}),
    "1970": Machine(variables={"CLOCK": "0"}),
    "1990": Machine(variables={"CLOCK": "631152000"}, without=CACHED),
    "2050": Machine(variables={"CLOCK": "2524608000"}, without=CACHED),
    "2110": Machine(variables={"CLOCK": "4420000000"}),
    "umask 077": Machine(umask=0o077),
    "all streams closed": Machine(wrapped=closed("<&- >&- 2>&-")),
    "read-only book": Machine(wrapped=AS_ANYONE, modes={"manuscript": 0o555, ".": 0o555}),
}

NO_ROOM = "No space left on device"
BROKEN = {
    "dist full": Machine(wrapped=small_device("dist", "100k"), code=2, said=f"CLI-002 .*{NO_ROOM}"),
    "dist read-only": Machine(wrapped=read_only("dist"), code=2, said="CLI-002"),
    "dist by its mode": Machine(wrapped=AS_ANYONE, modes={"dist": 0o555}, code=2, said="CLI-002"),
    "no write": Machine(variables=failing("write", ".wind.epub.", errno.EIO), code=2),
    "no sync": Machine(variables=failing("fsync", ".wind.pdf.", errno.EIO), code=2),
    "no move": Machine(variables=failing("rename", "wind.pdf", errno.EIO), code=2),
    "no temporary files": Machine(wrapped=small_device("tmp", "4k"), code=3, said="CLI-006"),
    "no place for them": Machine(
        wrapped=read_only("/tmp", "/var/tmp", "dist/..", "dist"), without=("TMPDIR",), code=2
    ),
    "no manuscript": Machine(variables=failing("read", "book.xml", errno.EIO), code=1),
    "no edition": Machine(variables=failing("open", "edition.toml", errno.EIO), code=1),
    "no errata": Machine(variables=failing("read", "errata.toml", errno.EIO), code=1),
    "unreadable": Machine(wrapped=AS_ANYONE, modes={"manuscript/book.xml": 0}, code=1),
    "no fonts": Machine(variables=failing("read", "/fonts/", errno.EIO), code=3, said="CLI-006"),
    "add, no write": Machine(ADD, variables=failing("write", "/manuscript/", errno.EIO), code=2),
    "add, no room": Machine(ADD, variables=failing("fsync", "errata", errno.ENOSPC), code=2),
    "add, no move": Machine(ADD, variables=failing("rename", "errata", errno.EIO), code=2),
    "add, read-only": Machine(ADD, wrapped=AS_ANYONE, modes={"manuscript": 0o555}, code=2),
    "load, no write": Machine(LOAD, variables=failing("write", "/device/", errno.EIO), code=1),
    "load, no sync": Machine(LOAD, variables=failing("fsync", "/device/", errno.EIO), code=1),
    "load, full": Machine(LOAD, wrapped=small_device("device", "16k"), code=1, said="LOA-001"),
    "load, no book": Machine(LOAD, variables=failing("read", "ready.epub", errno.EIO), code=1),
}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the disk that fails."""
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    if shutil.which("cc") is None:
        pytest.skip("no C compiler for a disk that fails")
    source = Path(__file__).with_name("disk.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Make the outputs on this machine as it is."""
    folder = lay(tmp_path_factory.mktemp("good"))
    done = run(folder, Machine())
    assert done.returncode == 0, done.stderr
    return contents(folder)


def lay(folder: Path) -> Path:
    for name in ("manuscript", "dist", "device", "home", "tmp"):
        (folder / name).mkdir()
    (folder / "manuscript/edition.toml").write_text(EDITION, "utf-8")
    (folder / "manuscript/errata.toml").write_text(ERRATA, "utf-8")
    (folder / "manuscript/book.xml").write_text(manuscript("Words."), "utf-8")
    return folder


def skip_without(wrapped: Sequence[str]) -> None:
    """Skip a test whose tool is not there, or not allowed, as in some containers."""
    if wrapped and wrapped[0] != "sh":
        options = [word for word in wrapped if word.startswith("--")]
        if (
            shutil.which(wrapped[0]) is None
            or subprocess.run([wrapped[0], *options, "true"]).returncode
        ):
            pytest.skip(f"{wrapped[0]} does not work here")


def contents(folder: Path) -> dict[str, bytes]:
    places = [
        path for name in ("dist", "device", "manuscript") for path in (folder / name).rglob("*")
    ]
    return {str(path.relative_to(folder)): path.read_bytes() for path in places if path.is_file()}


def run(
    folder: Path, machine: Machine, disk: Path | None = None
) -> subprocess.CompletedProcess[str]:
    variables = {
        **os.environ,
        "PUBLISH_CORES": "2",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
    }
    for name in machine.without:
        variables.pop(name, None)
    if machine.variables:
        variables |= {"LD_PRELOAD": str(disk)} if disk else {}
        variables |= machine.variables
    skip_without(machine.wrapped)
    for name, mode in machine.modes.items():
        (folder / name).chmod(mode)
    done = subprocess.run(
        [*machine.wrapped, sys.executable, "-m", "publish", *machine.words],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        errors="replace",  # Fontconfig tells of a file that fails in bytes from anywhere
        umask=machine.umask,
        timeout=600,
    )
    for name in machine.modes:
        (folder / name).chmod(0o755)
    assert "CLI-001" not in done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("machine", ODD.values(), ids=ODD)
def test_an_odd_machine_makes_the_same_bytes(
    machine: Machine, tmp_path: Path, good: dict[str, bytes], disk: Path
) -> None:
    done = run(lay(tmp_path), machine, disk)
    assert done.returncode == 0, done.stderr
    made = contents(tmp_path)
    assert {name: made[name] == good[name] for name in OUTPUTS} == dict.fromkeys(OUTPUTS, True)


@pytest.mark.parametrize("machine", BROKEN.values(), ids=BROKEN)
def test_a_broken_machine_leaves_what_was_there_as_it_was(
    machine: Machine, tmp_path: Path, good: dict[str, bytes], disk: Path
) -> None:
    folder = lay(tmp_path)
    for name in OUTPUTS:
        (folder / name).write_bytes(b"old")
    (folder / "ready.epub").write_bytes(good["dist/wind.epub"])
    before = contents(folder)
    done = run(folder, machine, disk)
    assert done.returncode == machine.code, done.stderr
    assert " error " in f" {done.stderr}"
    assert re.search(machine.said, done.stderr)
    assert contents(folder) == before
    on_device = folder / "seen"
    if on_device.exists():
        device = {path.name for path in on_device.rglob("*")}
        assert device <= {"wind.epub", "wind.pdf"}
    assert not list((folder / "tmp").iterdir())
