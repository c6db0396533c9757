"""The kind of a reply: what the model believes, checked by what phrases make certain, with how sure that is.

A certain phrase ("take me off your list") lifts its kind; marks of an automatic mail leave only the kinds a machine sends.
What the house corrected before counts as well (`corrections.py`). Below `SURE` a person chooses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from keepwarm.engine.replies.corrections import Corrected, adjusted
from keepwarm.engine.replies.features import is_automatic_subject, is_read_subject, own_subject
from keepwarm.engine.replies.model import KINDS, Floats, chances
from keepwarm.engine.replies.referral import find_referred, names_owner
from keepwarm.engine.replies.stopping import LIFT, weigh_stopping
from keepwarm.engine.replies.text import fold_words

SURE: Final = 0.9
"""From this confidence on a reply may be handled without asking. Measured: docs/reading-replies.md."""
MUST_NOT_MISS: Final = ("unsubscribe", "complaint", "out_of_office", "auto_ack")
"""Kinds after which an ordinary next letter would be a wrong."""
HEED: Final = 0.05
"""From this chance on one of these kinds is named, so that a person looks before anything is sent."""
MACHINE: Final = ("out_of_office", "auto_ack", "left_company")
"""Kinds that a machine sends."""
POINTING: Final = ("referral", "left_company", "out_of_office")
"""Kinds that give the name and address of somebody else."""
FLOOR: Final = 0.002
"""The least chance a kind keeps when marks speak against it, so that nothing is ever ruled out."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reply is: the kind, how sure (0 to 1), and every kind with its chance, likeliest first."""

    kind: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.confidence >= SURE

    @property
    def heed(self) -> tuple[str, ...]:
        """The kinds that must not be missed and may be meant: until a person has looked, send nothing."""
        return tuple(kind for kind, chance in self.ranking if kind in MUST_NOT_MISS and chance >= HEED)


def judge(subject: str, new_part: str, *, automatic: bool | None = None, corrected: Sequence[Corrected] = ()) -> Judgement:
    """The kind of a reply from its subject and its new part.

    `automatic`: what the headers of the mail said (Auto-Submitted, X-Autoreply …); None when they are not known.
    `corrected`: replies whose kind people of this house have put right.
    """
    if not new_part.strip() and not own_subject(subject).strip():
        return _empty()
    found = chances(subject, new_part)
    found = _lifted(found, subject, new_part)
    found = _pointing(found, new_part)
    found = _by_machine(found, subject, automatic=automatic)
    found = adjusted(found, subject, new_part, corrected)
    order = np.argsort(-found, kind="stable")
    ranking = tuple((KINDS[place], round(float(found[place]), 4)) for place in order)
    return Judgement(ranking[0][0], ranking[0][1], ranking)


def _empty() -> Judgement:
    even = round(1 / len(KINDS), 4)
    return Judgement("question", even, tuple((kind, even) for kind in ("question", *(kind for kind in KINDS if kind != "question"))))


_CERTAIN: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "unsubscribe",
        re.compile(
            r" (?:(?:please|pls|kindly|just|can you|could you|and) unsubscribe|unsubscribe (?:me|us|this address|my|our|please|pls|now)"
            r"|(?:remove|strike|delete) (?:me|us|my (?:address|name|email|e mail|details|data)|this address)(?! from (?:the|this|that|our) "
            r"(?:meeting|thread|conversation|chain|loop|trial|invitation|call|order|quote|invoice|calendar|job|account))"
            r"|(?:take|drop|get|leave|cross) (?:me|us|this address|my (?:address|name|email|e mail)) (?:off|out)(?: of)?(?= (?:[.!]|it "
            r"|this (?:list|mailing|thing)|these|please|your|now|whatever|any|all|$))"
            r"|(?:remove|take|strike|delete|drop|get) \w+ (?:\w+ )?(?:off|from|out of) (?:your|the|this) (?:\w+ )?(?:list|lists|database"
            r"|mailing list|mailings|mailing|distribution|newsletter|newsletters)"
            r"|(?:stop|quit) (?:e ?mailing|mailing|writing to|contacting|spamming) (?:me|us)|opt (?:me|us) out|(?:mich|uns) "
            r"(?:bitte )?aus (?:ihrem|dem|eurem) verteiler"
            r"|desabonnez (?:moi|nous)|denme de baja|darme de baja|descadastr\w+|me (?:retirer|desinscrire) de (?:votre|vos|la) "
            r"(?:liste\w*|fichier\w*)|cancellatemi|uitschrijven) "
        ),
    ),
    (
        "out_of_office",
        re.compile(
            r" (?:(?:i am|im|i will be|ill be|we are|our office is) (?:currently |presently )?(?:out of (?:the )?office|on "
            r"(?:annual |parental |maternity |paternity |sick )?leave|on holiday|on vacation)"
            r"|(?:nicht im (?:buro|hause?)|im urlaub|betriebsferien|elternzeit)|je suis (?:actuellement )?(?:absente?|en "
            r"conges?)|(?:fuera de la oficina|estoy de vacaciones)|(?:fora do escritorio|estou de ferias)"
            r"|fuori ufficio|sono in ferie) "
        ),
    ),
    (
        "left_company",
        re.compile(
            r" (?:(?:is|are|am|im|hes|shes|isnt|is not) no longer (?:with|at|employed|working|part of|a member)|no longer works?"
            r"|doesnt work here|(?:has|have) left (?:the|our|this) (?:company|firm|business|organi[sz]ation)"
            r"|passed away|(?:his|her|my) successor|took early retirement|nicht mehr (?:fur uns|bei uns|in unserem|fur unser|im) "
            r"\w*(?: \w+)? ?(?:tatig|beschaftigt|unternehmen)|ausgeschieden|in den ruhestand"
            r"|ne (?:fait|travaille) plus (?:partie|dans|chez|ici)|a quitte (?:l entreprise|la societe|notre)|ya no trabaja|no "
            r"trabaja mas|(?:nao|ja nao) (?:trabalha|faz parte)(?: mais)?|non lavora piu|werkt niet meer) "
        ),
    ),
    (
        "auto_ack",
        re.compile(
            r" (?:(?:ticket|case|request|reference) (?:number|no|id) |(?:your|this) (?:request|enquiry|inquiry|message|email|e "
            r"mail|ticket) (?:has been|was) (?:received|logged|registered|assigned|quarantined|read on)"
            r"|(?:confirm|verify) your (?:subscription|registration|email|e mail|address) (?:address )?(?:by|below|using|with|here)"
            r"|you (?:have been|are now) (?:successfully )?(?:un)?subscribed(?! (?:from|by) (?:our|my))"
            r"|(?:bestatigen|bestatigung) (?:wir )?(?:hiermit )?(?:den )?eingang|eingangsbestatigung|unter der nummer|accuse de "
            r"reception|accusons reception|acusamos recibo|hemos recibido su|recebemos (?:a )?sua) "
        ),
    ),
)
_NOT_MEANT: Final = re.compile(
    r" (?:dont|do not|didnt|please dont|no need to|never|not) (?:\w+ ){0,2}(?:unsubscribe|remove|take|delete|strike|drop) "
)


def _lifted(found: Floats, subject: str, new_part: str) -> Floats:
    """Kinds of which a certain phrase stands in the text become likelier."""
    folded = fold_words(f"{own_subject(subject)}\n\n{new_part}")
    lifted = found.copy()
    for kind, pattern in _CERTAIN:
        if pattern.search(folded) and not _NOT_MEANT.search(folded):
            lifted[KINDS.index(kind)] *= LIFT
    weigh_stopping(lifted, folded)
    return np.asarray(lifted / lifted.sum())


def _pointing(found: Floats, new_part: str) -> Floats:
    """Whoever names a person to turn to, best with an address, sends us there: as a referral, a successor or a stand-in."""
    person = find_referred(new_part)
    if person is None or " " not in person.name:
        return found
    factor = LIFT * LIFT if names_owner(new_part) else LIFT / 2
    pointed = np.where([kind in POINTING for kind in KINDS], found * factor, found)
    return np.asarray(pointed / pointed.sum())


def _by_machine(found: Floats, subject: str, *, automatic: bool | None) -> Floats:
    """An automatic mail can only be what machines send; a mail that is known to be written by hand is none of that."""
    machine = automatic or is_automatic_subject(subject) or is_read_subject(subject)
    if not machine and automatic is None:
        return found
    keep = np.array([(kind in MACHINE) == bool(machine) or (kind == "left_company") for kind in KINDS])
    weighed = np.where(keep, found, found * FLOOR)
    if is_read_subject(subject):
        weighed[KINDS.index("auto_ack")] *= LIFT
    return np.asarray(weighed / weighed.sum())
