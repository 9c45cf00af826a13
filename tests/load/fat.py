"""Real FAT images as e-readers: made with dosfstools, mounted by loop or FUSE, read by mtools."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

NOT_HERE = "no FAT image can be mounted here (mount -o loop as root, or fusefat; dosfstools)"


class Stick:
    """One FAT volume in a file, such as a reader's memory; `mount` is empty until it is plugged."""

    def __init__(self, image: Path, mount: Path, mebibytes: int) -> None:
        self.image, self.mount = image, mount
        self.loop = False
        self.daemon: subprocess.Popen[bytes] | None = None
        mount.mkdir()
        if shutil.which("mkfs.vfat"):
            with image.open("wb") as file:
                file.truncate(mebibytes << 20)
            run("mkfs.vfat", image)

    @property
    def is_real(self) -> bool:
        """Whether the mount point is a FAT file system now, and not a folder that stands for it."""
        return self.loop or self.daemon is not None

    def plug(self, *, read_only: bool = False) -> bool:
        """Mount the image; False where this machine has no means to."""
        if not self.image.exists():
            return False
        how = ["-o", "loop,ro" if read_only else "loop", "-t", "vfat"]
        self.loop = run("mount", *how, self.image, self.mount)
        return self.loop or self._plug_by_fuse("ro" if read_only else "rw+")

    def _plug_by_fuse(self, how: str) -> bool:
        if not shutil.which("fusefat"):
            return False
        words = ["fusefat", "-f", "-o", how, str(self.image), str(self.mount)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        daemon = subprocess.Popen(words, **quiet)
        while daemon.poll() is None and not self.mount.is_mount():
            time.sleep(0.01)
        self.daemon = daemon if daemon.poll() is None else None
        return self.daemon is not None

    def unplug(self) -> None:
        """Unmount as a careful person does."""
        if self.loop:
            run("umount", self.mount)
        elif self.daemon:
            run("fusermount", "-u", self.mount)
            self.daemon.wait()
        self.loop, self.daemon = False, None

    def pull(self) -> None:
        """Pull the cable: the files are gone from one moment to the next, whoever uses them."""
        if self.daemon:
            run("fusermount", "-uz", self.mount)
            self.daemon.terminate()  # which would wait for those who have files open
            self.daemon.wait()
        elif self.loop:
            run("umount", "-l", self.mount)
        self.loop, self.daemon = False, None

    def listing(self) -> str:
        """What mtools, which needs no mount, finds on the medium."""
        words = ["mdir", "-/", "-b", "-a", "-i", str(self.image), "::"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def run(*words: object) -> bool:
    """Run a command quietly; False where it is missing or fails."""
    try:
        done = subprocess.run([str(word) for word in words], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0
