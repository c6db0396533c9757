"""Everybody of the cast, for each test of the reports."""

from __future__ import annotations

import pytest

from tests.cast import House, open_house


@pytest.fixture
def house(db: None) -> House:
    return open_house()
