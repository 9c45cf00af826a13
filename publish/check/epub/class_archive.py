"""What shortens EPUBCheck's start on a machine where it ran before: Java's archive of classes.

Java writes the classes that a run has loaded, verified and linked into a file as it ends, and maps
that file at the next start (JEP 483, 514). It leaves out what comes from a signed jar, and checks
the signature of each such class while it loads it; Saxon's jar is signed, and half of the classes
are Saxon's. So a copy without signatures stands for it. Together they save a fifth of the
work, and a quarter of the time.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from publish.run.cache import Cache

_MANIFEST = "META-INF/MANIFEST.MF"
_SIGNATURES = frozenset([".SF", ".RSA", ".DSA", ".EC"])


class ClassArchive:
    """The archive that belongs to one Java library and some jars."""

    def __init__(
        self, cache: Cache, library: Path, jars: Sequence[Path], *, leaves: bool = True
    ) -> None:
        """Find what the cache has of it; it leaves none where Java does not come to its end."""
        self._cache, self._jars, self._leaves = cache, jars, leaves
        self._facts = [f"{path} {path.stat().st_mtime_ns}" for path in (library, *jars)]
        self._kept = cache.find_file(self._key("classes"))
        self._made: Path | None = None

    def options(self, folder: Path) -> list[str]:
        """Return Java's options: to use the archive, or else to leave one in a temporary folder.

        It is left by the second run: its making takes as long as a check, and after the only run
        on a machine it would be in vain.
        """
        if self._kept is not None:
            return [f"-XX:AOTCache={self._kept}", "-XX:+VerifySharedSpaces"]
        if not self._leaves:
            return []
        if self._cache.get(self._key("ran")) is None:
            self._cache.put(self._key("ran"), b"once")
            return []
        self._made = folder / "classes"
        return [f"-XX:AOTCacheOutput={self._made}"]

    def keep(self) -> None:
        """Keep the archive that Java has left as it ended."""
        if self._made is not None and self._made.is_file():
            self._cache.keep_file(self._key("classes"), self._made)

    def unsigned(self, folder: Path) -> list[Path]:
        """Return copies of the signed jars; they must come first, for jars name one another."""
        if not self._cache:
            return []
        copies = (self._unsigned(jar, folder) for jar in self._jars if _signatures(jar))
        return [copy for copy in copies if copy is not None]

    def _unsigned(self, jar: Path, folder: Path) -> Path | None:
        key = self._key(jar.name)
        if self._cache.find_file(key) is None:
            _copy_unsigned(jar, folder / jar.name)
            self._cache.keep_file(key, folder / jar.name)
        return self._cache.find_file(key)

    def _key(self, name: str) -> str:
        return hashlib.sha256(os.fsencode("\n".join([name, *self._facts]))).hexdigest()


def _signatures(jar: Path) -> set[str]:
    with zipfile.ZipFile(jar) as archive:
        names = archive.namelist()
    return {n for n in names if n.startswith("META-INF/") and Path(n).suffix in _SIGNATURES}


def _copy_unsigned(jar: Path, copy: Path) -> None:
    """Copy all but the signatures, and of the manifest its head only: a digest counts as one."""
    left_out = _signatures(jar)
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            if name in left_out:
                continue
            data = source.read(name)
            if name == _MANIFEST:
                data = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
            target.writestr(zipfile.ZipInfo(name), data)
