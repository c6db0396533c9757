"""Each test has a folder of its own: the count of what was handed over is kept beside the database."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
