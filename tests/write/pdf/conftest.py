"""The small book, written once for all tests."""

from __future__ import annotations

import pytest

from publish.write.pdf import Printed, Purpose
from tests.write.pdf.books import small_book_printed


@pytest.fixture(scope="session")
def screen() -> Printed:
    return small_book_printed(Purpose.SCREEN)


@pytest.fixture(scope="session")
def press() -> Printed:
    return small_book_printed(Purpose.PRESS)
