"""Train the judge of purposes on our own letters: `python -m bench._train_purposes` writes `engine/letter/weights.npz`.

Only `src/keepwarm/engine/letter/examples/` is read: no file of `shared/`. A line there is a sentence or a few that do the same: letters
for what they do, a blank, the words; "@ language main | subject" begins a letter. Sentences are learnt first. Then letters: scores of their
sentences come from judges that never saw the letter (four parts), and each letter is lengthened by sentences of its own kind, by the small
talk and the recapitulations that stand before a request, by what belongs into a call, and by a second purpose. Last, all words of a letter
at once. Same input, same weights: the dice have a fixed start.
"""

import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from keepwarm.engine.letter import judge
from keepwarm.engine.letter.features import COLUMNS, counts_of, together, weigh
from keepwarm.engine.letter.judge import LABELS, Floats
from keepwarm.engine.letter.splitting import take_apart
from keepwarm.engine.letter.words import FOR_A_CALL, Does

Counts = Mapping[str, Mapping[int, int]]
CODES: Final = dict(zip("fascvqonhrmx", (Does(word) for word in (
    "find_contact", "ask_referral", "schedule", "confirm", "value_proposition", "qualify", "handle_objection", "negotiate",
    "share_content", "rapport", "after_voicemail", "service")), strict=True))  # fmt: skip
PARTS: Final = 4
SENTENCE_C, LETTER_C, WHOLE_C = 2.0, 0.03, 20.0
LENGTHENED: Final = 6
BEFORE_A_REQUEST: Final = (Does.CONFIRM, Does.SHARE_CONTENT, Does.CONFIRM)
REQUESTS: Final = (Does.ASK_REFERRAL, Does.FIND_CONTACT, Does.NEGOTIATE, Does.SCHEDULE, Does.QUALIFY)
FRAMES: Final = (Does.FIND_CONTACT, Does.ASK_REFERRAL, Does.SCHEDULE, Does.SHARE_CONTENT, Does.AFTER_VOICEMAIL, Does.SERVICE)
"""Innocent letters in which a pitch, a qualification, an objection or a bargain is hidden: they keep their purpose, however much of it."""
INNOCENT_FRAME, SMALL_TALK, RECAPITULATED, SECOND_PURPOSE = 0.25, 0.37, 0.47, 0.75
"""Up to which throw of the dice a letter is lengthened so."""
_counts_of = cache(counts_of)
SECOND_AT_THE_END: Final = (Does.RAPPORT, Does.CONFIRM, Does.SERVICE, Does.AFTER_VOICEMAIL)


@dataclass(frozen=True)
class Line:
    """One sentence with what it does, and its scores by a judge that did not learn from it."""

    does: tuple[Does, ...]
    text: str
    scores: Floats | None = None


@dataclass(frozen=True)
class Example:
    """One letter, or with `main` None one line that stands alone."""

    language: str
    main: Does | None
    subject: str
    lines: tuple[Line, ...]
    subject_scores: Floats | None = None


def read_examples() -> list[Example]:
    """All examples, in the order of their files."""
    return [one for name, text in judge.examples() for one in _read(name.removesuffix(".txt"), text)]


def _read(name: str, text: str) -> Iterator[Example]:
    for block in text.split("\n@ ")[0:]:
        head, *rows = block.removeprefix("@ ").strip().split("\n")
        about, _, subject = head.partition(" | ")
        language, _, main = about.partition(" ")
        lines = tuple(Line(tuple(CODES[code] for code in codes if code != "-"), words) for codes, _, words in _rows(rows))
        if subject == "-":
            yield from (Example(language, None, "", (line,)) for line in lines)
        else:
            yield Example(language, Does(main or name), subject, tuple(_as_the_checker_sees(lines)))


def _rows(rows: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    yield from (row.partition(" ") for row in rows if row.strip())


def _as_the_checker_sees(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The sentences between greeting and signature, each with what its line does."""
    body = "\n".join(line.text for line in lines)
    ends = np.cumsum([len(line.text) + 1 for line in lines])
    for piece in take_apart(body).sentences:
        yield Line(lines[int(np.searchsorted(ends, piece.start, side="right"))].does, piece.text)


def _flags(does: Sequence[Does]) -> Floats:
    return np.array([float(label in does) for label in LABELS])


def _table(counted: Sequence[Counts], rarity: Any) -> Any:
    rows = [weigh(counts, rarity) for counts in counted]
    places = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    columns, values = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
    return csr_matrix((values, (places, columns)), shape=(len(rows), COLUMNS))


def _rarity(counted: Sequence[Counts]) -> Any:
    """How rare each column is among these texts."""
    seen = np.zeros(COLUMNS)
    for counts in counted:
        seen[list({column for hashed in counts.values() for column in hashed})] += 1
    return (np.log((1 + len(counted)) / (1 + seen)) + 1).astype(np.float16).astype(np.float32)


@dataclass(frozen=True)
class Judge:
    """A judge of sentences, or of all words of a letter, while it is trained."""

    weights: Floats
    bias: Floats
    rarity: Any

    def score(self, texts: Sequence[str]) -> Floats:
        """Log odds for each text."""
        return np.asarray(_table([_counts_of(text) for text in texts], self.rarity) @ self.weights + self.bias)


def learn_sentences(examples: Sequence[Example]) -> Judge:
    """Twelve judges of sentences; a subject counts half and does what its letter mainly does."""
    told = [(one.subject, _flags((one.main,)), 0.5) for one in examples if one.main]
    told += [(line.text, _flags(line.does), 1.0) for one in examples for line in one.lines]
    counted = [_counts_of(text) for text, _, _ in told]
    rarity = _rarity(counted)
    table, flags, counts = _table(counted, rarity), np.array([flag for _, flag, _ in told]), [count for _, _, count in told]
    learnt = [
        LogisticRegression(C=SENTENCE_C, max_iter=1000, class_weight="balanced", solver="liblinear", random_state=0).fit(
            table, flags[:, place], sample_weight=counts
        )
        for place in range(len(LABELS))
    ]
    return Judge(np.array([one.coef_[0] for one in learnt]).T, np.array([one.intercept_[0] for one in learnt]), rarity)


def learn_whole_letters(examples: Sequence[Example]) -> Judge:
    """One judge of twelve for all words of a letter at once, its subject among them."""
    letters = [one for one in examples if one.main and one.lines]
    counted = [together([_counts_of(text) for text in (one.subject, *(line.text for line in one.lines))]) for one in letters]
    rarity = _rarity(counted)
    mains = [LABELS.index(one.main) for one in letters if one.main]
    learnt = LogisticRegression(C=WHOLE_C, max_iter=500, class_weight="balanced").fit(_table(counted, rarity), mains)
    return Judge(learnt.coef_.T, learnt.intercept_, rarity)


def score_apart(examples: Sequence[Example]) -> list[Example]:
    """Every letter scored by a judge that learnt from the other parts only."""
    scored: list[Example] = list(examples)
    for part in range(PARTS):
        judge_of_others = learn_sentences([one for place, one in enumerate(examples) if place % PARTS != part])
        for place in range(part, len(examples), PARTS):
            one = examples[place]
            scores = judge_of_others.score([one.subject, *(line.text for line in one.lines)])
            lines = tuple(replace(line, scores=row) for line, row in zip(one.lines, scores[1:], strict=True))
            scored[place] = replace(one, lines=lines, subject_scores=scores[0])
    return scored


def lengthen(examples: Sequence[Example], dice: random.Random) -> Iterator[tuple[Does, Floats, list[Line]]]:
    """Each letter as it is and LENGTHENED times longer: main purpose, scores of its subject, lines."""
    stock: dict[tuple[str, Does | None], list[Line]] = {}
    for one in examples:
        for line in one.lines:
            if len(line.does) < 2:
                stock.setdefault((one.language, line.does[0] if line.does else None), []).append(line)
    for one in examples:
        if one.main and one.lines and one.subject_scores is not None:
            yield one.main, one.subject_scores, list(one.lines)
            for _ in range(LENGTHENED):
                yield one.main, one.subject_scores, _longer(list(one.lines), one.main, one.language, stock, dice)


def _longer(
    lines: list[Line], main: Does, language: str, stock: dict[tuple[str, Does | None], list[Line]], dice: random.Random
) -> list[Line]:
    def some(does: Does | None, times: int) -> list[Line]:
        return [dice.choice(stock[language, does]) for _ in range(times)]

    for line in some(main, dice.choice([0, 1, 1, 2, 3, 4, 5])):
        lines.insert(dice.randrange(len(lines) + 1), line)
    chance = dice.random()
    if chance < INNOCENT_FRAME and main in FRAMES:
        place = dice.choice([1, len(lines)]) if len(lines) > 1 else len(lines)
        lines[place:place] = some(dice.choice(FOR_A_CALL), dice.choice([1, 2, 3]))
    elif chance < SMALL_TALK and main is not Does.RAPPORT:
        lines[:0] = some(Does.RAPPORT, dice.choice([1, 2]))
    elif chance < RECAPITULATED and main in REQUESTS:
        lines[:0] = some(dice.choice(BEFORE_A_REQUEST), dice.choice([1, 2]))
    elif chance < SECOND_PURPOSE:
        second = some(dice.choice([label for label in LABELS if label is not main]), dice.choice([1, 1, 2]) if len(lines) > 2 else 1)
        place = len(lines) if dice.random() < 0.6 or main in SECOND_AT_THE_END else 0
        lines[place:place] = second
    if dice.random() < 0.5:
        lines.insert(dice.randrange(len(lines) + 1), some(None, 1)[0])
    return lines


def learn_letters(examples: Sequence[Example]) -> dict[str, Floats]:
    """The two judges of whole letters: which purpose is the main one, and which are there."""
    letters = list(lengthen(score_apart(examples), random.Random(1)))
    sums = np.array(
        [judge.add_up(subject, np.array([line.scores for line in lines]), [line.text for line in lines]) for _, subject, lines in letters]
    )
    main = LogisticRegression(C=LETTER_C, max_iter=3000).fit(sums, [LABELS.index(label) for label, _, _ in letters])
    flags = np.array([_flags([*(does for line in lines for does in line.does), label]) for label, _, lines in letters])
    there = [LogisticRegression(C=LETTER_C, max_iter=3000).fit(sums, flags[:, place]) for place in range(len(LABELS))]
    return {
        "main": main.coef_,
        "main_bias": main.intercept_,
        "does": np.array([one.coef_[0] for one in there]),
        "does_bias": np.array([one.intercept_[0] for one in there]),
    }


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """Everything that the file of weights holds."""
    return {
        **_packed("", learn_sentences(examples)),
        **_packed("all_", learn_whole_letters(examples)),
        **{name: values.astype(np.float32) for name, values in learn_letters(examples).items()},
        "digest": np.array(judge.digest_of_examples()),
    }


def _packed(prefix: str, learnt: Judge) -> dict[str, Any]:
    """A judge in 127 steps a label."""
    scale = np.abs(learnt.weights).max(axis=0) / 127
    return {
        f"{prefix}words": np.round(learnt.weights / scale).astype(np.int8),
        f"{prefix}scale": scale.astype(np.float32),
        f"{prefix}bias": learnt.bias.astype(np.float32),
        f"{prefix}rarity": learnt.rarity.astype(np.float16),
    }


def main() -> None:
    """Train and write."""
    examples = read_examples()
    packed = io.BytesIO()
    np.savez_compressed(packed, **train(examples))
    path = Path(str(judge.weights_file()))
    path.write_bytes(packed.getvalue())
    letters = sum(one.main is not None for one in examples)
    print(f"{letters} letters, {sum(len(one.lines) for one in examples)} sentences; {path.stat().st_size:,} bytes of weights")


if __name__ == "__main__":
    main()
