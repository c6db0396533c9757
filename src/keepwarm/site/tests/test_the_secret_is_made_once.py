import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from keepwarm.site.home import find_home, read_or_make_secret


def test_processes_that_start_together_read_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda _: read_or_make_secret(tmp_path / "secret_key"), range(64)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_the_secret_is_readable_by_its_owner_only_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    first = read_or_make_secret(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_make_secret(path) == first


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEPWARM_HOME", str(tmp_path / "a" / "house"))
    assert find_home() == tmp_path / "a" / "house"
    assert find_home().is_dir()
