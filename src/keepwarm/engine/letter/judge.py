"""The judge of purposes: a linear model over sentences, and one over what the sentences of a letter add up to.

Its weights are trained on the letters in `examples/`, written for this by hand, by `python -m bench._train_purposes`; here they are only
read and multiplied. Two steps: each sentence gets twelve scores (log odds); then the highest, the mean, the share, the second and the
drift of these over the letter, those of the subject, of the first and the last sentence, of the second half and of what is asked tell what
the letter mainly does and what else. A third judge, of all words of the letter at once, has a say in the main purpose.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.letter.features import counts_of, together, weigh
from keepwarm.engine.letter.words import Does

Floats = NDArray[np.float64]

LABELS: Final = tuple(Does)
SCORE_LIMIT: Final = 6.0
"""Log odds beyond this say nothing more."""
_WEIGHTY: Final = 200
"""Characters from which on a longer sentence does not count more."""
_FAINT: Final = 0.4
_MANY: Final = 12
"""Sentences from which on a letter counts as long."""
_WORDS_SAY: Final = 0.5
"""How much the judge of whole letters says beside the one of sentences; log chances, chosen on letters we had read."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: `words` int8 (columns by labels) times `scale`; `rarity` a column.

    `all_…`: the same for all words of a letter at once. The rest is for what the sentences of a letter add up to.
    """

    words: NDArray[np.int8]
    scale: Floats
    bias: Floats
    rarity: NDArray[np.float32]
    all_words: NDArray[np.int8]
    all_scale: Floats
    all_bias: Floats
    all_rarity: NDArray[np.float32]
    main: Floats
    main_bias: Floats
    does: Floats
    does_bias: Floats
    digest: str


def examples() -> list[tuple[str, str]]:
    """The files of examples, name and text, by name."""
    folder = files("keepwarm.engine.letter") / "examples"
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".txt"))


def digest_of_examples() -> str:
    """What the weights were trained on, in short: weights and examples must agree."""
    phrases = (files("keepwarm.engine.letter") / "phrases.toml").read_text(encoding="utf-8")
    return hashlib.sha256("\0".join([phrases, *(part for pair in examples() for part in pair)]).encode()).hexdigest()[:16]


def weights_file() -> Traversable:
    """Where the weights are."""
    return files("keepwarm.engine.letter") / "weights.npz"


@cache
def weights() -> Weights:
    """The weights, read once."""
    with weights_file().open("rb") as file, np.load(file, allow_pickle=False) as read:
        parts = {name: read[name] for name in read.files}
    exact = {name: part for name, part in parts.items() if part.dtype == np.int8}
    rarities = {name: part.astype(np.float32) for name, part in parts.items() if name.endswith("rarity")}
    floats = {name: part.astype(np.float64) for name, part in parts.items() if name not in {*exact, *rarities, "digest"}}
    return Weights(**exact, **rarities, **floats, digest=str(parts["digest"]))


def score(subject: str, texts: list[str]) -> tuple[Floats, Floats, Floats]:
    """Log odds of the twelve labels for the subject and for each sentence (sentences, 12), and log chances by all words of the letter."""
    learnt = weights()
    counted = [counts_of(text) for text in (subject, *texts)]
    scores = np.empty((len(counted), len(LABELS)))
    for row, counts in enumerate(counted):
        columns, values = weigh(counts, learnt.rarity)
        scores[row] = (values @ learnt.words[columns]) * learnt.scale + learnt.bias
    columns, values = weigh(together(counted), learnt.all_rarity)
    return scores[0], scores[1:], _log_chances((values @ learnt.all_words[columns]) * learnt.all_scale + learnt.all_bias)


def add_up(subject: Floats, scores: Floats, texts: list[str]) -> Floats:
    """What the sentences of a letter come to: 123 figures. `subject`: its 12 scores; `scores`: (sentences, 12), not empty."""
    return np.concatenate([_as_a_whole(subject, scores, texts), _by_place(scores, texts)])


def _as_a_whole(subject: Floats, scores: Floats, texts: list[str]) -> Floats:
    """The highest, the share, the mean, the subject's, the second and the drift of each label's scores: 72 figures."""
    chances = chance(scores)
    long = np.array([min(len(text), _WEIGHTY) ** 0.5 for text in texts])
    long /= long.sum() or 1.0
    shares = chances / np.maximum(chances.sum(axis=1, keepdims=True), _FAINT)
    limited = np.clip(scores, -SCORE_LIMIT, SCORE_LIMIT)
    second = np.sort(chances, axis=0)[-2] if len(chances) > 1 else np.zeros(len(LABELS))
    place = np.linspace(-1, 1, len(scores)) if len(scores) > 1 else np.zeros(1)
    return np.concatenate(
        [
            limited.max(axis=0) / 4,
            (long[:, None] * shares).sum(axis=0) * 4,
            (long[:, None] * limited).sum(axis=0) / 2,
            np.clip(subject, -SCORE_LIMIT, SCORE_LIMIT) / 4,
            second,
            ((long * place)[:, None] * shares).sum(axis=0) * 2,
        ]
    )


def _by_place(scores: Floats, texts: list[str]) -> Floats:
    """What the last and the first sentence do, what is asked, what the second half does; length and questions: 51 figures.

    What a letter is for stands where it ends or asks, not where it begins: small talk comes first.
    """
    chances = chance(scores)
    asking = np.array(["?" in text for text in texts])
    asked = chances[asking].max(axis=0) if asking.any() else np.zeros(len(LABELS))
    length = min(len(texts), _MANY) * 2 / _MANY - 1
    return np.concatenate(
        [chances[-1], chances[0], asked, chances[len(chances) // 2 :].max(axis=0), [length, float(asking.any()), float(asking.mean())]]
    )


def chance(scores: Floats) -> Floats:
    """Log odds as a figure from 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float64)


def judge_letter(summed: Floats, by_words: Floats) -> tuple[Floats, Floats]:
    """For what a letter adds up to: the chance of each label to be the main one (they add up to 1), and to be there at all.

    `by_words`: log chances by all words of the letter.
    """
    learnt = weights()
    by_sentences = _log_chances(learnt.main @ summed + learnt.main_bias)
    both = (by_sentences + _WORDS_SAY * by_words) / np.sqrt(1 + _WORDS_SAY)
    return np.exp(_log_chances(both)), chance(learnt.does @ summed + learnt.does_bias)


def _log_chances(raw: Floats) -> Floats:
    shifted = raw - raw.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))
