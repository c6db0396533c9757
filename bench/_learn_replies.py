"""Make the weights that replies are judged with: `python -m bench._learn_replies` writes `engine/replies/weights.npz`.

Learnt from is nothing but `engine/replies/examples/` (each also joined with another of its kind and language, because real
letters are longer), seen through the features of the engine. The same examples give the same weights. Needs scikit-learn.
"""

import hashlib
import io
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from keepwarm.engine.replies.cues import read_file, read_sections
from keepwarm.engine.replies.features import Blocks, blocks_of
from keepwarm.engine.replies.model import CUES, KINDS, SCALES, scaled
from keepwarm.engine.replies.text import STOPWORDS

LEAST: Final = (1, 2, 1, 1)
"""In how many examples a feature must occur, by block."""
JOINED: Final = 0.5
"""Weight of a joined example."""
COST: Final = 1.0
UNSEEN: Final = 0.05
"""How often a feature counts as seen where it never was. Chosen on voices that were kept back."""
COUNTED: Final = 0.6
"""What counting features weighs beside the widest gap. Of 0, 0.3, 0.6 and 1 the one that lost nothing on 220 letters of another author."""
FOLDS: Final = 5


class Example(NamedTuple):
    """A reply written for this purpose, with its kind."""

    kind: str
    subject: str
    body: str
    language: str
    weight: float


def example_files() -> list[str]:
    """The names of the files with examples, by language: `english`, then each voice in it (`english_chatty`)."""
    names = sorted(Path(file.name).stem for file in files("keepwarm.engine.replies").joinpath("examples").iterdir())
    return [name for language in STOPWORDS for name in names if name.split("_")[0] == language]


def read_examples() -> list[Example]:
    """The examples as they stand in their files."""
    found: list[Example] = []
    for name in example_files():
        for kind, line in read_sections(read_file("examples", name)):
            subject, body = line.split(" | ", 1)
            found.append(Example(kind, subject, body, name.split("_")[0], 1.0))
    return found


def joined(examples: Sequence[Example]) -> list[Example]:
    """Each example with another of its kind and language below it."""
    groups: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
    for one in examples:
        groups[one.kind, one.language].append(one)
    pairs = [(one, group[(place * 7 + 3) % len(group)]) for group in groups.values() for place, one in enumerate(group)]
    return [one._replace(body=f"{one.body}\n{other.body}", weight=JOINED) for one, other in pairs if one is not other]


def digest_of_sources() -> str:
    """A fingerprint of everything the weights depend on: examples, phrases, and the code of the features."""
    root = files("keepwarm.engine.replies")
    sources = [read_file("examples", name) for name in example_files()]
    sources += [read_file(folder, language) for folder in ("phrases", "concepts") for language in STOPWORDS]
    code = [root.joinpath(name).read_text(encoding="utf-8") for name in ("text.py", "cues.py", "concepts.py", "referral.py", "features.py")]
    code.append(Path(__file__).read_text(encoding="utf-8"))
    sources += [re.sub(r",(?=[)\]}])", "", "".join(text.split())) for text in code]  # however its lines are broken
    sources.append(repr(SCALES))
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()


class Space(NamedTuple):
    """Vocabularies and rarities, learnt from examples."""

    vocabularies: list[dict[str, int]]
    rarity: list[NDArray[np.float64]]

    def table(self, blocks: Sequence[Blocks]) -> Any:
        """One row an example, the scaled features of all blocks side by side."""
        sides = []
        for number, vocabulary in enumerate(self.vocabularies):
            rows = [scaled(held[number], vocabulary, self.rarity[number], damped=number != CUES) for held in blocks]
            indptr = np.cumsum([0, *(len(places) for places, _ in rows)])
            parts = (np.concatenate([strengths for _, strengths in rows]), np.concatenate([places for places, _ in rows]), indptr)
            sides.append(sparse.csr_matrix(parts, shape=(len(blocks), len(vocabulary))) * SCALES[number])
        return sparse.hstack(sides).tocsr()


def space_of(blocks: Sequence[Blocks]) -> Space:
    """The features that occur often enough, and how rare they are among the examples."""
    vocabularies, rarity = [], []
    for number, least in enumerate(LEAST):
        counts = Counter(name for held in blocks for name in held[number])
        names = sorted(name for name, count in counts.items() if count >= least)
        vocabularies.append({name: place for place, name in enumerate(names)})
        seen = np.array([counts[name] for name in names], dtype=np.float64)
        rare = np.log((1 + len(blocks)) / (1 + seen)) + 1 if number != CUES else np.ones(len(names))
        rarity.append(rare.astype(np.float32).astype(np.float64))
    return Space(vocabularies, rarity)


class Lines(NamedTuple):
    """One line between each of `KINDS` and all others: a row of weights for each, and where it begins."""

    rows: NDArray[np.float64]
    base: NDArray[np.float64]

    def scores(self, table: Any) -> NDArray[np.float64]:
        """One row an example, one column a kind."""
        return np.asarray(table @ self.rows.T + self.base)


def fit(table: Any, kinds: Sequence[str], weights: Sequence[float]) -> Lines:
    """The widest gap between the kinds, and how much likelier each feature is in each of them.

    The widest gap leans on few features and is told wrong by a voice it never heard; counting all of them steadies it.
    """
    from sklearn.svm import LinearSVC

    gap = LinearSVC(C=COST, class_weight="balanced", random_state=0, tol=1e-5, max_iter=20_000).fit(
        table, np.array(kinds), sample_weight=np.array(weights)
    )
    order = [list(gap.classes_).index(kind) for kind in KINDS]
    gaps = Lines(gap.coef_[order], gap.intercept_[order])
    counted = Lines(likelier(table, kinds, weights), np.zeros(len(KINDS)))
    wide, high = gaps.scores(table).std(), counted.scores(table).std()
    return Lines(gaps.rows / wide + COUNTED * counted.rows / high, gaps.base / wide)


def likelier(table: Any, kinds: Sequence[str], weights: Sequence[float]) -> NDArray[np.float64]:
    """How much likelier each feature is in a kind than in the others, as logarithms that are even over the kinds."""
    weighed, true = table.multiply(np.array(weights)[:, None]).tocsr(), np.array(kinds)
    everywhere = np.asarray(weighed.sum(axis=0)).ravel()
    rows = []
    for kind in KINDS:
        inside = np.asarray(weighed[true == kind].sum(axis=0)).ravel()
        here, elsewhere = inside + UNSEEN, everywhere - inside + UNSEEN
        rows.append(np.log(here / here.sum()) - np.log(elsewhere / elsewhere.sum()))
    return np.asarray(np.array(rows) - np.mean(rows, axis=0), dtype=np.float64)


def sharpness_of(examples: Sequence[Example], blocks: Sequence[Blocks]) -> float:
    """The factor that makes chances honest: likeliest on examples that the lines were not learnt from."""
    held_scores, held_kinds = [], []
    for fold in range(FOLDS):
        inside = [place for place in range(len(examples)) if place % FOLDS != fold]
        outside = [place for place in range(len(examples)) if place % FOLDS == fold]
        space = space_of([blocks[place] for place in inside])
        model = fit(space.table([blocks[place] for place in inside]), [examples[place].kind for place in inside], [1.0] * len(inside))
        held_scores.append(model.scores(space.table([blocks[place] for place in outside])))
        held_kinds += [KINDS.index(examples[place].kind) for place in outside]
    scores, true = np.vstack(held_scores), np.array(held_kinds)
    factors = np.arange(0.2, 8.0, 0.02)
    return float(round(factors[int(np.argmin([_surprise(scores * factor, true) for factor in factors]))], 2))


def _surprise(scores: NDArray[np.float64], true: NDArray[np.int64]) -> float:
    peak = scores.max(axis=1, keepdims=True)
    logs = scores - peak - np.log(np.exp(scores - peak).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(true)), true].mean())


def learn() -> bytes:
    """The bytes of the weights' file."""
    examples = read_examples()
    blocks = [blocks_of(one.subject, one.body) for one in examples]
    more = joined(examples)
    all_blocks = [*blocks, *(blocks_of(one.subject, one.body) for one in more)]
    everything = [*examples, *more]
    space = space_of(all_blocks)
    model = fit(space.table(all_blocks), [one.kind for one in everything], [one.weight for one in everything])
    return _packed(space, model.rows.T, model.base, sharpness_of(examples, blocks))


def _packed(space: Space, coefficients: NDArray[np.float64], base: NDArray[np.float64], sharpness: float) -> bytes:
    step = float(np.abs(coefficients).max() / 127)
    whole = np.round(coefficients / step).astype(np.int8)
    told = json.dumps({"step": step, "sharpness": sharpness, "digest": digest_of_sources(), "kinds": KINDS}, sort_keys=True)
    arrays: dict[str, Any] = {"told": np.frombuffer(told.encode(), dtype=np.uint8), "base": base.astype(np.float32)}
    start = 0
    for number, vocabulary in enumerate(space.vocabularies):
        rows = whole[start : start + len(vocabulary)]
        start += len(vocabulary)
        kept = np.flatnonzero(np.abs(rows).max(axis=1) > 0)
        names = [name for name, place in sorted(vocabulary.items(), key=lambda item: item[1])]
        arrays[f"names{number}"] = np.frombuffer("\n".join(names[place] for place in kept).encode(), dtype=np.uint8)
        arrays[f"rows{number}"] = rows[kept]
        arrays[f"rarity{number}"] = space.rarity[number][kept].astype(np.float32)
    held = io.BytesIO()
    np.savez_compressed(held, **arrays)
    return held.getvalue()


def main() -> int:
    """Write the file beside the engine and say how large it is."""
    path = Path(str(files("keepwarm.engine.replies"))) / "weights.npz"
    raw = learn()
    path.write_bytes(raw)
    print(f"{path.name}: {len(raw):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
