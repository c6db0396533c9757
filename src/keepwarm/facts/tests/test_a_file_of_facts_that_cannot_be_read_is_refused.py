"""`keepwarm decide` on a file that is not there, or is no text."""

from pathlib import Path

import pytest

from keepwarm.engine.facts_csv import UnreadableFacts
from keepwarm.engine.tests.people import NOW
from keepwarm.facts.from_csv import decide_file
from keepwarm.facts.gather import aware


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFacts, match="cannot be read: No such file or directory"):
        decide_file(tmp_path / "facts.csv", now=aware(NOW))


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_bytes(b"ref,stage\nM\xfcller,new\n")
    with pytest.raises(UnreadableFacts, match="from byte 12 on it is no UTF-8"):
        decide_file(tmp_path / "facts.csv", now=aware(NOW))
