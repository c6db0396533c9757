import re

import pytest

from keepwarm.lib.ids import REF_LENGTH, new_ref, new_refs

SAFE = re.compile(rf"[A-Za-z][A-Za-z0-9]{{{REF_LENGTH - 1}}}")


def test_a_ref_is_letters_and_digits_and_starts_with_a_letter() -> None:
    assert all(SAFE.fullmatch(new_ref()) for _ in range(500))


@pytest.mark.parametrize("count", [0, 1, 7, 5000])
def test_refs_in_bulk_are_as_many_as_asked_safe_and_all_different(count: int) -> None:
    refs = new_refs(count)
    assert len(refs) == len(set(refs)) == count
    assert all(SAFE.fullmatch(ref) for ref in refs)


def test_all_letters_are_about_equally_likely() -> None:
    text = "".join(ref[1:] for ref in new_refs(20_000))
    shares = [text.count(letter) / len(text) * 62 for letter in sorted(set(text))]
    assert len(shares) == 62
    assert 0.9 < min(shares) <= max(shares) < 1.1
