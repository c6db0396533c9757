"""How long the letter check takes for a letter of 150 words, once warm, in each language it knows."""

import time
from collections.abc import Iterator

from bench.result import Result

AIM = 150.0  # ms
ROUNDS = 40
WORDS = 150
SENTENCES = {
    "English": "On the {n} of May our two engineers could come to your place and look at pump number {n} with Mrs Torres.",
    "German": "Am {n}. Mai könnten unsere beiden Techniker zu Ihnen kommen und sich mit Frau Torres die Pumpe Nummer {n} ansehen.",
    "French": "Le {n} mai nos deux techniciens pourraient passer chez vous et regarder la pompe numéro {n} avec Madame Torres.",
}


def run() -> Iterator[Result]:
    """Each round another letter: what is kept from the one before must not help."""
    from keepwarm.engine.letter.checking import check, warm_up
    from keepwarm.engine.letter.draft import About, Draft
    from keepwarm.engine.letter.words import Purpose
    from keepwarm.engine.policy import Policy

    began = time.perf_counter()
    warm_up()
    yield Result("letter check: warming up", 1000 * (time.perf_counter() - began), "ms", note="once a process, English")
    about = About(given="Ada", family="Torres", firm="Kreuzbach", other_firms=tuple(f"Firm {n} Ltd" for n in range(60)), they_wrote=True)
    for language, sentence in SENTENCES.items():
        took, busy = [], []
        for number in range(ROUNDS):
            body = _letter(sentence, number)
            began, worked = time.perf_counter(), time.process_time()
            check(Draft(Purpose.SCHEDULE, f"Visit {number}", body), about, Policy())
            took.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - worked))
        warm = sorted(took[1:])
        median, processor = (sorted(times)[len(times) // 2] for times in (warm, busy[1:]))
        note = f"{len(warm)} letters of {WORDS} words; median {median:.0f} ms, of the processor {processor:.0f}; first {took[0]:.0f} ms"
        yield Result(f"letter check p95, {language}", warm[int(len(warm) * 0.95)], "ms", AIM, note=note)


def _letter(sentence: str, number: int) -> str:
    words = " ".join(sentence.format(n=number + place) for place in range(12)).split()[:WORDS]
    return "Dear Mrs Torres,\n\n" + " ".join(words) + ".\n\nKind regards\nUwe Kreft\n"
