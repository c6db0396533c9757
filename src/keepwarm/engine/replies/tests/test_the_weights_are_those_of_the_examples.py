"""The shipped weights come from the shipped examples, by the script that is shipped beside them."""

from collections import Counter
from importlib.resources import files

import numpy as np
import pytest

from bench._learn_replies import digest_of_sources, learn, read_examples
from keepwarm.engine.replies.cues import cue_names, cues_in
from keepwarm.engine.replies.model import KINDS, read_weights, shipped
from keepwarm.engine.replies.text import fold_words

HOW = "Run `python -m bench._learn_replies` after changing examples, phrases or features."


def test_they_were_made_from_the_files_as_they_are() -> None:
    assert shipped().digest == digest_of_sources(), HOW


def test_they_are_small() -> None:
    assert len(files("keepwarm.engine.replies").joinpath("weights.npz").read_bytes()) < 1_000_000


@pytest.mark.long
def test_learning_again_gives_the_same() -> None:
    again, held = read_weights(learn()), shipped()
    assert again.vocabularies == held.vocabularies
    for new, old in zip(again.rows, held.rows, strict=True):
        assert np.abs(new - old).max() <= 2 * np.abs(old).max() / 127


def test_there_are_sixty_examples_of_each_kind_and_none_twice() -> None:
    examples = read_examples()
    assert set(KINDS) == {one.kind for one in examples}
    assert min(Counter(one.kind for one in examples).values()) >= 60
    assert [text for text, times in Counter(one.body for one in examples if len(one.body) > 40).items() if times > 1] == []


def test_a_phrase_is_found_in_its_language_with_gaps_and_endings() -> None:
    assert "call_me" in cues_in(fold_words("Would you give me a quick ring tomorrow?"))
    assert "stop_writing" in cues_in(fold_words("Bitte löschen Sie sofort meine Adresse aus der Kartei"))
    assert "call_me" in cue_names()
