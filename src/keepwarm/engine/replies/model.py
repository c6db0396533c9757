"""The small linear model: shipped weights over the features of a reply, NumPy only.

`weights.npz` is made by `python -m bench._learn_replies` from `examples/` and `phrases/`: per feature one row of whole numbers
(int8) for the labels, the rarity of words and pieces, and one factor that turns scores into chances. Scores are sums over
features; each block of features has length one before it is weighed.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.replies.features import Block, Blocks, blocks_of

Floats = NDArray[np.float64]

KINDS: Final = (
    "interested",
    "wants_call",
    "question",
    "not_now",
    "not_interested",
    "objection",
    "referral",
    "wrong_person",
    "left_company",
    "out_of_office",
    "auto_ack",
    "unsubscribe",
    "thanks_only",
    "complaint",
)
"""What a reply can be, in the words of the contract between the rooms."""
SCALES: Final = (1.0, 0.6, 0.15, 0.5)
"""How much the words, the pieces of words, the cues and the concepts count. Chosen on parts of our own examples that were kept back."""
CUES: Final = 2
"""The block in which how often and how rarely a feature is found says nothing."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The model as shipped: names of the features of each block, their rarity, and a row of weights for each."""

    vocabularies: tuple[dict[str, int], ...]
    rarity: tuple[Floats, ...]
    rows: tuple[Floats, ...]
    base: Floats
    sharpness: float
    digest: str


@cache
def shipped() -> Weights:
    """The weights that come with Keepwarm; read once."""
    return read_weights(files("keepwarm.engine.replies").joinpath("weights.npz").read_bytes())


def read_weights(raw: bytes) -> Weights:
    """Weights from the bytes of their file."""
    with np.load(BytesIO(raw), allow_pickle=False) as held:
        told = json.loads(bytes(held["told"]).decode("utf-8"))
        names = [bytes(held[f"names{block}"]).decode("utf-8").split("\n") for block in range(len(SCALES))]
        return Weights(
            vocabularies=tuple({name: place for place, name in enumerate(block)} for block in names),
            rarity=tuple(held[f"rarity{block}"].astype(np.float64) for block in range(len(SCALES))),
            rows=tuple(held[f"rows{block}"].astype(np.float64) * told["step"] for block in range(len(SCALES))),
            base=held["base"].astype(np.float64),
            sharpness=float(told["sharpness"]),
            digest=str(told["digest"]),
        )


def scaled(block: Block, vocabulary: dict[str, int], rarity: Floats, *, damped: bool) -> tuple[NDArray[np.int64], Floats]:
    """Places and strengths of the known features of a block, at length one; counts are damped by their logarithm."""
    known = sorted((vocabulary[name], strength) for name, strength in block.items() if name in vocabulary)
    places = np.array([place for place, _ in known], dtype=np.int64)
    strengths = np.array([strength for _, strength in known], dtype=np.float64)
    if damped and len(strengths):
        strengths = 1.0 + np.log(strengths)
    strengths = strengths * rarity[places]
    length = float(np.sqrt((strengths**2).sum()))
    return places, strengths / length if length else strengths


def scores(blocks: Blocks, weights: Weights) -> Floats:
    """One score for each of `KINDS`."""
    total = weights.base.copy()
    for number, block in enumerate(blocks):
        places, strengths = scaled(block, weights.vocabularies[number], weights.rarity[number], damped=number != CUES)
        total += SCALES[number] * (strengths @ weights.rows[number][places])
    return total


def chances(subject: str, new_part: str, weights: Weights | None = None) -> Floats:
    """The chance of each of `KINDS` for a reply; they add up to one."""
    held = weights or shipped()
    sharp = scores(blocks_of(subject, new_part), held) * held.sharpness
    powers = np.exp(sharp - sharp.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)
