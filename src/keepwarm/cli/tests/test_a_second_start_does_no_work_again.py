from pathlib import Path

import pytest
from django.test import override_settings

from keepwarm.cli import migrate


def test_static_files_are_gathered_once_and_again_when_one_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gathered: list[str] = []
    monkeypatch.setattr(migrate, "call_command", lambda name, **options: gathered.append(name))
    stamp, styles = tmp_path / "static.stamp", tmp_path / "styles"
    styles.mkdir()
    (styles / "page.css").write_text("a {}", encoding="ascii")
    with override_settings(STATICFILES_DIRS=[styles]):
        migrate.gather_static_files(stamp)
        migrate.gather_static_files(stamp)
        assert gathered == ["collectstatic"]
        (styles / "page.css").write_text("a { color: red }", encoding="ascii")
        migrate.gather_static_files(stamp)
    assert gathered == ["collectstatic"] * 2
