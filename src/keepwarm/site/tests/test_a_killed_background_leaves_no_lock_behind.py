"""A lock that a process held when it was killed, or when the power went, keeps no work from being done ever again."""

import os
import subprocess
import sys
from pathlib import Path

LEFT_BEHIND = """
import django
django.setup()
from huey.contrib.djhuey import HUEY
from keepwarm.site.background import list_periodic, register_all
names = [work.name for work in list_periodic()]
for name in names:
    HUEY.storage.put_data(f"{HUEY.name}.lock.{name}", b"1")
register_all()
print(len(names), [name for name in names if HUEY.storage.has_data_for_key(f"{HUEY.name}.lock.{name}")])
"""


def test_whoever_starts_next_does_the_work(tmp_path: Path) -> None:
    home = {"KEEPWARM_HOME": str(tmp_path), "KEEPWARM_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "keepwarm.site.settings"}
    told = subprocess.run([sys.executable, "-c", LEFT_BEHIND], env={**os.environ, **home}, capture_output=True, text=True, check=True)
    count, locked = told.stdout.split(maxsplit=1)
    assert int(count) > 10
    assert locked.strip() == "[]"
