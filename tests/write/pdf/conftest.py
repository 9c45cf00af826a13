"""The small book, written once for all tests."""

from __future__ import annotations

import pytest

from publish.write.pdf import Printed, Purpose, write_pdf
from tests.write.pdf.books import EDITION, small_book


@pytest.fixture(scope="session")
def screen() -> Printed:
    return write_pdf(small_book(), EDITION, Purpose.SCREEN)


@pytest.fixture(scope="session")
def press() -> Printed:
    return write_pdf(small_book(), EDITION, Purpose.PRESS)
