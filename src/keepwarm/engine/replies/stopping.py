"""Whether an end of our mails is asked for: not of calls, deliveries or bills, not for others, and not its opposite."""

import re
from typing import Final

from keepwarm.engine.replies.cues import cues_in
from keepwarm.engine.replies.features import ABOUT_MAIL
from keepwarm.engine.replies.model import KINDS, Floats

LIFT: Final = 6.0
"""How many times likelier a certain phrase makes its kind. Our choice; the four kinds that must not be missed have such phrases."""
UNSAID: Final = 0.5
"""What is left of the chance of an unsubscribe where nothing is said of mails, lists or writing. Chosen on examples that were kept back."""
KEPT: Final = 0.1
"""What an unsubscribe weighs at most beside all other kinds where somebody asks to stay: enough for a person to look (`kinds.HEED`)."""
IN_DOUBT: Final = 5.0
"""And where they ask for an end as well ("someone put me on your list, remove me"): likeliest, yet for a person to decide."""
_ABOUT_MAIL: Final = frozenset({"stop_writing", ABOUT_MAIL})
_FEW: Final = 4
_ONE_WORD: Final = frozenset(
    "unsubscribe unsub stop stopp remove abmelden abbestellen austragen baja desabonner desinscription uitschrijven".split()
)
"""Words that ask for the end of the mails where hardly anything else is said; among others they may be about anything."""
_OF_OTHERS: Final = re.compile(
    r" (?:who|whoever|people|somebody|someone|anybody|anyone|everybody|customers?|clients?|users?|members?|contacts?|they|recipients?)"
    r" (?:who |that |wants? to |will |can |may )?(?:unsubscribes?|unsubscribed|opts? out|opted out) "
    r"|(?:jemand|kunden|empfanger|leute|wer) (?:sich )?abmelde\w+ "
)
"""Others who unsubscribe are spoken of, most often by somebody who asks what our product does then."""
_OF_THE_PRODUCT: Final = re.compile(
    r" (?:can|could|does|will|would|kann|konnte|loscht|peut|puede|pode|puo|kan) "
    r"(?:your|the|ihre?|das|die|eure?|votre|le|su|el|la|vuestr[oa]|seu|sua|o|a|il|uw|jullie) (?:\w+ )?"
    r"(?:software|system|tool|platt?form|product|produkt|app|module?|modul|program(?:me?)?|solution|losung|logiciel"
    r"|outil|plateforme|producto|herramienta|plataforma|programa|sistema|produto|ferramenta|prodotto) "
    r"(?!(?:\w+ ){0,6}(?:me|us|my|our|mich|uns|mir|meine|unsere|moi|nous|mes|nos|mis|meus?) )"
)
"""What our product does is asked: "can your software remove duplicates from a list"."""
_ME: Final = r"(?:me|us|my|our|this (?:address|account))"
_KEEPING: Final = re.compile(
    r"(?:"
    rf"(?<!you)(?<!they)(?<! i)(?<! we)(?<!still) (?:please )?(?:dont|do not) (?:please |yet |just yet )?"
    rf"(?:(?:unsubscribe|remove|delete|drop|strike) {_ME} |(?:take|cut|cross) {_ME} (?:\w+ )?(?:off|out) )"
    r"|(?<!not)(?<!dont)(?<!you)(?<!to)(?<!why)(?<!never)(?<!still) (?:keep|leave) (?:me|us|(?:my|our|this) (?:address|name)) "
    r"(?:please )?(?:on (?:the|your|this)|in the loop|posted|informed|updated|subscribed) "
    r"|(?<!not)(?<!dont)(?<!you)(?<!to)(?<!they)(?<!never)(?<!who)(?<!that) "
    r"(?:(?:add|sign|subscribe) (?!in )(?:\w+ ){1,4}?(?:up|to (?:the|your|this))|put (?:me|us|him|her|them) (?:down |back )*on"
    r"|subscribe (?:me|us)(?= [.!]|$| please)) "
    r"|(?:mich|uns|ihn|sie|kollegen|kollegin) (?:bitte )?(?:auch |ebenfalls |wieder )?(?:in|auf) (?:den|die|ihren|ihre|ihrem) "
    r"(?:\w*verteiler|\w*liste) (?:mit )?(?:auf|aufnehmen|eintragen|setzen) "
    r"|ajoutez (?:\w+ ){1,3}(?:a|sur) (?:la|votre) liste |(?:agreguen?|anadan?|incluyan?|sumen?)(?:me|nos) (?:a|en) (?:la|su) lista "
    r"|(?:inclua|adicione|coloque)m? (?:\w+ ){1,3}n?a (?:sua |vossa )?lista |(?:aggiung|inserisc)\w+ (?:\w+ ){0,3}lista "
    r"|(?:mich|uns) (?:bitte )?nicht (?:abmelden|austragen|loschen|streichen) |^\W*(?:bitte )?nicht abmelden "
    r"|(?:nehmen|streichen|loschen|tragen|melden) sie (?:mich|uns) (?:bitte )?nicht "
    r"|ne (?:me|nous) (?:desabonnez|desinscrivez|retirez|supprimez|enlevez) (?:surtout )?pas |gardez (?:moi|nous) (?:sur|dans) "
    r"|no (?:me|nos) (?:den?|des) de baja |no (?:me|nos) (?:borren?|quiten?|eliminen?) "
    r"|nao (?:me|nos) (?:removam?|descadastrem?|retirem?|excluam?|tirem?) |non (?:mi|ci) (?:cancell|rimuov|togli|disiscriv)\w+ "
    r"|(?:schrijf|haal) (?:mij|me|ons) (?:er )?niet (?:uit|af|van) "
    r")(?:(?:from|off|of|out of|aus|von|vom|de|dalla|da|van|uit) (?:\w+ ){0,3}?"
    r"(?:lists?|verteiler|newsletters?|mailing|lista|liste|lijst) )?"
)
"""Somebody asks to stay on the list, or to be put on it, often in the very words of those who ask to be taken off it."""


_STOP_LIST: Final = re.compile(
    r" (?:(?:do not|dont|no) (?:contact|mail|email|write|call|mailing)|suppression|suppress|block|blocked|opt out|exclusion|robinson) "
    r"(?:\w+ )?(?:list|lists|register|file|liste|please) |(?:blacklist|blocklist|sperrliste|robinsonliste) "
)
"""Lists of those who want no mails: to be put on one is to ask for an end."""
_DONE: Final = re.compile(
    r" (?:you (?:have been|are now) (?:\w+ly )?(?:un)?subscribed|your address has been removed"
    r"|you will (?:no longer|not) receive (?:\w+ ){0,3}(?:e ?mails?|messages|newsletters?|digests?|updates|notifications)"
    r"|preferences (?:were|have been) (?:\w+ly )?(?:updated|saved|changed)"
    r"|your (?:un)?subscription (?:has been|was|is) (?:\w+ly |now )?(?:confirmed|cancell?ed|active|activated|ended|removed|registered)"
    r"|(?:confirm|verify) your (?:subscription|registration|sign up|opt in)|sie (?:wurden|sind) (?:\w+ )?(?:ab|an)gemeldet"
    r"|ihre (?:ab|an)meldung (?:wurde|ist|war) (?:\w+ )?(?:erfolgreich|registriert|bestatigt|eingegangen|erfolgt|gespeichert)"
    r"|bestatigen sie (?:bitte )?ihre anmeldung|votre (?:des)?inscription (?:est|a ete) (?:\w+ )?(?:confirmee|enregistree|prise en compte)"
    r"|vous (?:etes|avez ete) (?:\w+ )?(?:desabonnee?|desinscrite?)|(?:ha sido dad[oa]|se le ha dado) de baja) "
)
"""A machine tells what became of a wish of ours."""
_OWN_MAILS: Final = re.compile(
    r" (?:we|i) (?:dont|do not|never|no longer) (?:send|run|do|publish|make) (?:\w+ ){0,2}"
    r"(?:newsletters?|mailings?|mailshots?|campaigns?|emails?) "
    r"|(?:wir|ich) (?:\w+ )?(?:verschicken|versenden|versende|schicken|machen|betreiben|haben) (?:\w+ )?keine[nr]? "
    r"(?:newsletter|mailing|rundbrief)\w* "
    r"|nous n (?:envoyons|faisons) (?:pas|plus|jamais|aucune?) (?:\w+ ){0,2}(?:newsletters?|mailings?|courriels?|lettres?) "
    r"|(?:nosotros )?no (?:enviamos|mandamos|hacemos) (?:\w+ ){0,2}(?:boletin|boletines|newsletters?|correos|mailings?) "
)
"""Mails that the writer sends, or does not: why they need nothing of ours, and no word about what we send."""


def weigh_stopping(chances: Floats, folded: str) -> None:
    """Change the chance of an unsubscribe, and of a wish for a call, by what shall end and for whom."""
    place, cues = KINDS.index("unsubscribe"), cues_in(folded)
    words = [word for word in folded.split() if word.isalpha()]
    if len(words) <= _FEW and not _ONE_WORD.isdisjoint(words):
        chances[place] *= LIFT
    elif not cues.keys() & _ABOUT_MAIL:
        chances[place] *= UNSAID
    if "stop_writing" in cues and "privacy_law" in cues:
        chances[place] *= LIFT
    if any(pattern.search(folded) for pattern in (_OF_OTHERS, _OF_THE_PRODUCT, _DONE)):
        chances[place] /= LIFT * LIFT
    if _OWN_MAILS.search(folded):
        chances[place] /= LIFT
    if _KEEPING.search(folded) and not _STOP_LIST.search(folded):
        both = "stop_writing" in cues_in(_KEEPING.sub(" ", folded))
        chances[place] = min(chances[place], (IN_DOUBT if both else KEPT) * (chances.sum() - chances[place]))
    if "stop_calling" in cues:
        chances[KINDS.index("wants_call")] /= LIFT * LIFT
