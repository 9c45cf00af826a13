"""Shelves built by the command, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.cli.shelf.maker import make_book
from publish.shelf.bench import Bench

PUBLISH = Path(sys.executable).parent / "publish"
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>{title}</title><author>Emma Roe</author></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="en">English</language></langUsage></profileDesc>
</teiHeader><text><body><div><head>One</head><p>{text}</p></div></body></text></TEI>"""

Run = Callable[..., tuple[int, dict[str, Any]]]


def write_tei(path: Path, title: str, text: str = "It was night.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEI.format(title=title, text=text), "utf-8")
    return path


@pytest.fixture(scope="session")
def real_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Have one process that makes real books for all tests: it reads the pipeline, which takes."""
    with pytest.MonkeyPatch.context() as patch:
        trusted = tmp_path_factory.mktemp("configuration") / "publish"
        trusted.mkdir()
        (trusted / "trusted.toml").write_text('folders = ["/"]')  # which counts for nothing here
        patch.setenv("XDG_CONFIG_HOME", str(trusted.parent))
        bench = Bench(make_book)
        yield bench
        bench.close()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `publish shelf ...` in a folder, and return its exit code and what --json says."""

    def call(*words: str, **environment: str) -> tuple[int, dict[str, Any]]:
        done = subprocess.run(
            [PUBLISH, "shelf", *words, "--json"],
            cwd=tmp_path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    return call


@pytest.fixture
def s3() -> Iterator[dict[str, str]]:
    """Return the environment in which s3:// is a server on this machine."""
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("s3_server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    yield {
        "FSSPEC_S3_ENDPOINT_URL": server.stdout.readline().strip(),
        "FSSPEC_S3_KEY": "key",
        "FSSPEC_S3_SECRET": "secret",
    }
    server.kill()
    server.communicate()
