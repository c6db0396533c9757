"""The judge of purposes: a linear model over sentences, and one over what the sentences of a letter add up to.

Its weights are trained on the letters in `examples/`, written for this by hand, by `python -m bench._train_purposes`; here they are only
read and multiplied. Two steps: each sentence gets twelve scores (log odds); then the highest, the mean, the share, the second and the
drift of these over the letter, with those of the subject, tell what the letter mainly does and what else.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.letter.features import columns_of
from keepwarm.engine.letter.words import Does

Floats = NDArray[np.float64]

LABELS: Final = tuple(Does)
SCORE_LIMIT: Final = 6.0
"""Log odds beyond this say nothing more."""
_WEIGHTY: Final = 200
"""Characters from which on a longer sentence does not count more."""
_FAINT: Final = 0.4


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: `words` int8 (columns by labels) times `scale`; `rarity` a column; the rest for the letter as a whole."""

    words: NDArray[np.int8]
    scale: Floats
    bias: Floats
    rarity: NDArray[np.float32]
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
    return Weights(
        words=parts["words"],
        scale=parts["scale"].astype(np.float64),
        bias=parts["bias"].astype(np.float64),
        rarity=parts["rarity"].astype(np.float32),
        main=parts["main"].astype(np.float64),
        main_bias=parts["main_bias"].astype(np.float64),
        does=parts["does"].astype(np.float64),
        does_bias=parts["does_bias"].astype(np.float64),
        digest=str(parts["digest"]),
    )


def score_sentences(texts: list[str]) -> Floats:
    """Log odds of the twelve labels for each text: shape (texts, 12)."""
    learnt = weights()
    scores = np.empty((len(texts), len(LABELS)))
    for row, text in enumerate(texts):
        columns, values = columns_of(text, learnt.rarity)
        scores[row] = (values @ learnt.words[columns]) * learnt.scale + learnt.bias
    return scores


def add_up(subject: Floats, scores: Floats, texts: list[str]) -> Floats:
    """What the sentences of a letter come to: 72 figures. `subject`: the 12 scores of the subject; `scores`: (sentences, 12), not empty."""
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


def chance(scores: Floats) -> Floats:
    """Log odds as a figure from 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float64)


def judge_letter(summed: Floats) -> tuple[Floats, Floats]:
    """For what a letter adds up to: the chance of each label to be the main one (they add up to 1), and to be there at all."""
    learnt = weights()
    raw = learnt.main @ summed + learnt.main_bias
    likely = np.exp(raw - raw.max())
    return likely / likely.sum(), chance(learnt.does @ summed + learnt.does_bias)
