"""How a day is written: the patterns of `date_finding.py` and `dates.py`, over folded text, in seven languages."""

import re
from typing import Final

from keepwarm.engine.replies.date_words import MONTHS, NUMBERS, SEASONS, UNITS, WEEKDAYS

MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY: Final = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NUMBER: Final = rf"\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
UNIT: Final = "|".join(sorted(UNITS, key=len, reverse=True))
SEASON: Final = "|".join(sorted(SEASONS, key=len, reverse=True))
NEXT: Final = r"next|coming|following|nachste\w*|kommende\w*|prochain\w*|proxim\w*|prossim\w*|volgend\w*"
IN: Final = (
    r"in|within|after|en|dans|d ici|dentro de|daqui a|em|tra|fra|over|give (?:me|us|it)|gimme|deme|me da|another|noch|wait|for|about"
    r"|around|say|for about|probably in"
)
BACK_AGO: Final = r"(?: ago| old| later than| late\b| waiting| running| now\b| already)"

WEEK_NEXT: Final = (
    r"(?:next|nachste\w*|kommende\w*|proxima|prossima|volgende) (?:week|woche|semana|settimana)|semaine prochaine|semana (?:que "
    r"viene|que vem|proxima)"
)

NUMERIC: Final = re.compile(
    r"\b(?:(?P<iso>20\d\d)(?P<mark>[./-])(?P<isom>\d{1,2})(?P=mark)(?P<isod>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>\d{4}"
    r"|\d{2}))?)(?![\d%])"
)
DAY_MONTH: Final = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|o|a)?(?: (?:of|de|del|di))?[ -]?(?P<m>{MONTH})\b\.?"
    r"(?:(?:,? (?:de |del )?|-)(?P<y>20\d\d|(?<=-)\d\d\b))?"
)
MONTH_DAY: Final = re.compile(rf"\b(?P<m>{MONTH})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,? (?P<y>20\d\d))?")
MONTH_ONLY: Final = re.compile(
    r"\b(?P<part>(?:early|beginning of|start of|mid|middle of|late|end of|anfang|mitte|ende|debut|fin|mi|principios de|finales "
    r"de|mediados de|inicio de|fim de|final de|meados de|comeco de|inizio|meta|fine|begin|half|eind|first week of|second week of"
    r"|third week of|last week of|inicios de|(?:debut|milieu|fin) du mois de|courant)[ -]?)?(?:(?P<lead>in|im|en|em|by|until|till|for"
    r"|after|before|of|ab|bis|nach|vor|a|erst|wieder|des|avant|apres|tot|vanaf|be|(?:partir |depuis |au )?(?:du )?mois de|partir de"
    rf"|ad|jusqu en|de|next|come|since|during|through|about|around|again) )?(?P<m>{MONTH})\b(?: (?P<y>20\d\d))?"
)
SURE_LEADS: Final = frozenset(
    "in im en em until till after before by of nach vor bis ab next erst wieder des avant apres tot vanaf be".split()
) | {"mois de", "du mois de", "partir du mois de", "au mois de", "partir de"}
"""Words before a month that may be another word ("may", "mars"): then it is the month."""
ORDINAL: Final = re.compile(
    r"\b(?:the |on the |am |le |el |dia |den |zum |del |al |au |il |ab dem )(?P<d>\d{1,2})(?:st|nd|rd|th|\.|er)?\b(?!\s?(?::|uhr"
    r"|h\b|am\b|pm\b|%|/|\.\d|-\d))"
)
ON_DAY: Final = re.compile(rf"\b(?:(?P<next>{NEXT}) )?(?P<w>{WEEKDAY})(?P<week> week)?\b")
RELATIVE: Final = re.compile(
    rf"\b(?:(?P<lead>{IN}) )?(?:(?:about|around|roughly|the next|other|etwa|ungefahr|unos|unas|umas|uns) )?(?:a "
    rf"(?=couple))?(?P<n>{NUMBER})(?: of)?(?: more| good| or so| oder zwei)?"
    rf"(?:(?: ?- ?| to | or | bis | oder | a | ou | o | of | tot )(?:{NUMBER}))?"
    rf" (?P<u>{UNIT})(?P<tail>s? time\b| from (?:now|today)\b|{BACK_AGO})?"
)
WEEKDAY_NEXT_WEEK: Final = re.compile(
    rf"\b(?P<w>{WEEKDAY}),? (?:of |in |der |da |de la |la |op )?(?:{WEEK_NEXT})\b|\b(?:{WEEK_NEXT}),? (?:on |am |le |el |na "
    rf"|op )?(?P<v>{WEEKDAY})\b"
)
WEEK_ON: Final = re.compile(
    rf"\b(?:a |one )?(?P<n>week|fortnight)s? (?:on|from|come|after) (?:(?P<w>{WEEKDAY})|(?P<t>today|now|tomorrow))\b"
)
NTH: Final = re.compile(
    r"\b(?P<n>first|second|third|fourth|last|erste[rn]?|zweite[rn]?|dritte[rn]?|letzte[rn]?|premier|dernier|primer|ultimo"
    rf"|primeira?|ultima) (?P<w>{WEEKDAY}) (?:of|in|im|de|d|du|del|in the month of)? ?(?P<m>{MONTH})\b"
)
FIRST_OF: Final = re.compile(rf"\b(?P<n>first|erste[rn]?|premier|primero|primeiro) (?:of |de |do )?(?P<m>{MONTH})\b")
AFTER_NEXT: Final = re.compile(r"\b(?P<u>week|month) after next\b|\b(?P<de>ubernachste\w*) (?P<v>woche|monat)\b")
YEAR: Final = re.compile(
    r"\b(?:in|before|until|till|ab|bis|vor|jahr|avant|en|em|nel|sich|again|wieder|from|partir de|year)"
    r"(?: (?:early|anfang|the year))? (?P<y>20\d\d)\b"
)
TIME_NEXT: Final = re.compile(
    r"\b(?:this|same) time next (?P<u>week|month|year)\b|\b(?P<y>next year (?:at |around |about )*(?:this|the same) time"
    r"|(?:nachstes jahr )?um diese zeit(?: im)? nachste[ns] jahr|nachstes jahr um diese zeit)\b"
    r"|\b(?P<h>half a year|halben jahr|six mois|medio ano|meio ano|half jaar)\b"
)
NEXT_UNIT: Final = re.compile(
    rf"\b(?:(?P<pre>{NEXT}) (?P<u>{UNIT})|(?P<v>{UNIT})s? (?:prochain\w*|proxim\w*|que viene|que vem|seguinte|prossim\w*)"
    r"|(?P<new>the new year|new year|neuen? jahr|nouvel an|ano nuevo|ano novo))\b"
)
SEASON_AT: Final = re.compile(
    r"\b(?:in|im|en|au|a|the|next|this|until|till|before|after|by|come|em|no|na|nach dem|vor dem|through|la|el|l) (?:the "
    rf")?(?P<s>{SEASON})\b"
)
QUARTER: Final = re.compile(
    r"\b(?:q(?P<q>[1-4])|(?P<h>second half|zweite\w* halbjahr|second semester|segundo semestre|deuxieme semestre|h2)"
    r"|(?P<word>first|second|third|fourth|erste\w*|zweite\w*|dritte\w*|vierte\w*) (?:quarter|quartal))\b"
)
WEEK: Final = re.compile(
    r"\b(?:(?:week|kalenderwoche|calendar week|semaine|semana)\.? |(?:kw|cw)\.? ?)(?P<k>\d{1,2})(?:[ /-]{1,3}(?P<y>20\d\d))?\b"
    r"|\b(?P<nth>\d{1,2})\. ?(?:kw|kalenderwoche)\b"
)
THIS_WEEK: Final = re.compile(
    r"\b(?P<not>(?:not|nicht|pas) )?(?:this|diese[rn]?|cette|esta|questa|deze) (?:week|woche|semaine|semana|settimana)\b"
)
AWAY: Final = re.compile(
    r"\b(?:away|out|off|busy|travel\w*|not (?:in|here|available|free)|abwesend|nicht (?:da|im|in|hier|erreichbar|verfugbar)|unterwegs"
    r"|weg|urlaub|absent\w*|pas (?:la|disponible)|fuera|ausente|fuori|ocupad\w*|afwezig|niet (?:aanwezig|op))\b"
)
"""Said of somebody who is not there."""
UNFIT: Final = re.compile(
    rf"{AWAY.pattern}|\b(?:bad|no good|won t work|doesn t work|does not work|not possible|difficult|impossible|full|booked|can t|cannot"
    r"|geht (?:\w+ ){0,2}nicht|passt (?:\w+ ){0,2}nicht|schlecht|ungunstig|voll|schwierig"
    r"|ne (?:me )?convient pas|no puedo|no me va|nao posso|nao da|non posso)\b"
)
"""Said of a day that does not suit."""
TOMORROW: Final = re.compile(
    r"\b(?P<two>day after tomorrow|ubermorgen|apres demain|pasado manana|depois de amanha|dopodomani|overmorgen)\b"
    r"|\b(?P<one>tomorrow|tmrw|tmw|tomoz|morgen|demain|manana|amanha|domani)\b|\b(?P<none>today|tonight|this (?:afternoon"
    r"|morning|evening)|heute|aujourd hui|hoy|hoje|oggi|vandaag|cet apres midi|esta tarde)\b"
)
END_OF: Final = re.compile(
    r"\b(?:(?P<year>year ?end|end of (?:the |this )?year|jahresende|fin d annee|fin de ano|fim do ano)|(?P<month>end of (?:the |this "
    r")?month|monatsende|ende des monats|fin du mois|fin de mes|fim do mes|month ?end)"
    r"|(?P<nextweek>end of next week|ende (?:der )?nachste[rn] woche|fin de la semaine prochaine)"
    r"|(?P<nextmonth>end of next month|ende (?:des )?nachste[ns] monats|fin du mois prochain)|(?P<quarter>end of (?:the |this )?quarter"
    r"|quartalsende|fin du trimestre)|(?P<week>end of (?:the |this )?week|ende der woche|fin de semaine))\b"
)
PAST: Final = re.compile(
    r"(?:\bsince|\blast|\bago|\bseit|\bdepuis|\bdesde|\bletzte\w*|\bvorige\w*|\bdernier|\bpasado|\bpassado|\byour (?:letter|mail"
    r"|email|note|offer|quote) of|(?<!\bweek )(?<!\bas )\bof|\bwas on"
    r"|\bborn|\bfrom your|\bdated|\b(?:called|rang|phoned|wrote|came|met|spoke|were "
    r"here|was here) on|(?<!\bwoche )\bvom|(?<!\bpartir )(?<!\bcompter )(?<!\bsemaine )\bdu)(?: the)? ?$"
)
NOT: Final = re.compile(r"\b(?:(?:not|nicht|pas|nao|except|never|kein) (?:on |am |le |el |na |this )?|no (?:on |el |la |en ))$")
AFTER: Final = re.compile(
    r"\b(?:after|nach|apres|despues d\w+|depois d\w+|dopo|na|once|following|not before the end of|past)(?: the| dem| den| der| "
    r"le| la| les| el| o| a| d| du| del| il)? ?$"
)
UNTIL: Final = re.compile(
    r"(?:\b(?:until|till|til|through|thru|up to|bis|bis zum|jusqu\w*(?: au| a| en)?|hasta(?: el)?|ate(?: o| a| dia| ao)?|fino al?"
    r"|tot(?: en met)?|to|zum|au|al|a|and|und)|-)(?: and)?(?: including| einschliesslich| inklusive| und mit| inkl\.?| zum| zum "
    r"einschliesslich)?(?: the| el| dem| dia)? ?$"
)
INCLUSIVE: Final = re.compile(r"(?:through|thru|including|einschliesslich|inklusive|inkl|und mit|en met|inclus\w*|inclusive|compreso)")
SPAN: Final = re.compile(
    r"\b(?:from|between|vom|von|du|del|de|dal|van|closed|geschlossen|ferme\w*|cerrad\w*|fechad\w*|away|ferien|urlaub|conges?"
    rf"|vacaciones|ferias)\b[^.!?]{{0,60}}$|(?:\d|\b(?:{MONTH})\.?) ?(?:to|bis|au|al|a|-) ?$"
)
BACK: Final = re.compile(
    r"\b(?:back|return\w*|reopen\w*|re-open\w*|open again|available|reachable|resume\w*|start again|home|zuruck|wieder"
    r"|erreichbar|retour|de retour|reprise|reprends|reviens|reouver\w*|rouvr\w*|vuelvo|regres\w*|reincorpor\w*|abrimos|reabr\w*"
    r"|volt\w*|retorn\w*|rientr\w*|terug|surface|online|in the office on)\b"
)
ASK: Final = re.compile(
    r"\b(?:try|ask|call|ring|phone|contact|write|come|get|check|reach|talk|speak|ping|remind|touch|see|look|revisit|reconnect"
    r"|pick|then|again|back|diary|catch|drop|knock|hit|chase|circle|email|mail|meld\w*|frag\w*|versuch\w*|komm\w*|schreib\w*"
    r"|ruf\w*|sprech\w*|wieder|recontact\w*|rappel\w*|relanc\w*|revenez|ecriv\w*|reessay\w*|repass\w*|reparl\w*|appel\w*"
    r"|escrib\w*|llam\w*|contact\w*|vuelv\w*|intent\w*|habl\w*|recuerd\w*|procur\w*|escrev\w*|volt\w*|tent\w*|fal\w*|lig\w*"
    r"|lembr\w*)\b"
)


TRAILING_WEEKDAY: Final = re.compile(rf"\b(?:{WEEKDAY}),? (?:the |den |dem |le |el |dia )?$")
LEADS_ON: Final = re.compile(r",? ?(?:the |den |dem |le |el |dia |il )?")
CLAUSE: Final = re.compile(r"[,;!?\n]|\.(?= |$)| - |\b(?:but|aber|sondern|mais|pero|mas|ma|maar)\b")
