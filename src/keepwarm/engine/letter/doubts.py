"""Where a rule of harper's takes right words for wrong ones: in such a place its finding is left out.

Each was found by reading what the rules say about some five thousand right sentences of ours. The patterns are laid over the words around
the finding, which stands between ‹ and ›. A rule that is wrong more often than right is switched off altogether (`correctness.GUESSES`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_NUMBER: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|\d+)"
_CAN: Final = "can|could|should|shall|do|does|did|may|might|would|will|was|were|is|are|has|have|had"
_WE: Final = "i|we|you|they|he|she|it"
_PERSON: Final = f"(?:{_WE})"
_NAMES: Final = (
    "Ada|Al|Amy|Ann|Art|Bea|Ben|Bert|Cal|Dan|Don|Dot|Ed|Eli|Eva|Flo|Gus|Hal|Ian|Ida|Ira|Jan|Jo|Kai|Kim|Lea|Lee|Leo|Liz|Lou|Mac|Mae|Mat|Max|Mel"
    "|Mia|Nan|Ned|Pam|Pat|Pia|Rae|Ram|Ray|Rex|Ria|Rob|Rod|Ron|Roy|Sal|Sam|Sid|Sol|Sue|Ted|Tim|Tom|Uma|Val|Vic|Zoe"
)
"""Given names that look like abbreviations."""
_SHORT: Final = (
    r"Bros|Co|Corp|Inc|Ltd|plc|approx|etc|e\.g|i\.e|vs|dept|Jr|Sr|Messrs|a\.m|p\.m|resp|incl|excl|max|min|tel|ext|fig|vol|no|nos|pp|cf|ca|est"
    r"|attn|encl|qty|ref|s\.r\.o|S\.A|S\.p\.A|B\.V|N\.V|Ph\.D|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
"""Abbreviations with a full stop, after which a sentence goes on."""
_FUNCTION_WORDS: Final = frozenset(
    "a an in at as of on to by up if is it no so or for and the out off not any all some each every other with over even thank have"
    " had be may high more most many much never ever how what who when than then else like also just too very such same own half".split()
)
"""One of these in a word written together says that two were meant: "infact", "eachother", "alot"."""
_SHORTEST_HALF: Final = 3
_KNOWN: Final = frozenset(
    "plc gmbh kg ag sawn bloke nosey matt ish okayed cc'd cc'ing d'you brainer demurrage takt waiters fermenters fermenter coeliac coeliacs"
    " greylisting unstaffed undeliverable ironmonger ironmonger's shunter incl excl approx wifi rota rotas mailshot mailshots tarmac"
    " telesales fibreglass offcut offcuts worktop worktops stocktake walkthrough onboarding offboarding upsell upselling takeaway"
    " takeaways chargeable pro rata per annum crème fraîche brûlée crèche vis à bona fide fait accompli beaucoup pâté façade façades"
    " décor café cafés à la carte naïve résumé née protégé apéritif entrée soirée voilà raison d'être ersatz zeitgeist spätzle"
    " schnitzel bratwurst prosecco focaccia ciabatta tapas paella déjà vu ad hoc mañana fiancé fiancée matinée rosé purée sauté"
    " consommé communiqué cliché touché exposé vice versa et al ibid inter alia".split()
)
"""Words of letters that harper's lists do not have: trade, British, and taken from other languages."""

_SHORT_FORMS: Final = frozenset("FYI BTW ASAP IMO IMHO AFAIK TBH TBD TBC ETA PS NB RSVP LMK".split())
"""What mails write short, in capitals: taste, and no mistake."""

_OWNERS: Final = (
    "customer|client|company|firm|supplier|manager|director|employee|partner|visitor|guest|friend|sister|brother|mother|mum|mom|father|dad|wife"
    "|husband|son|daughter|aunt|uncle|cousin|grandmother|grandfather|boss|neighbou?r|colleague|landlord|tenant|teacher|student|pupil|driver|buyer"
    "|seller|owner|doctor|nurse|patient|lawyer|accountant|engineer|developer|user|author|writer|artist|singer|player|coach|king|queen|president"
    "|minister|mayor|captain|farmer|chef|cook|baker|butcher|girl|boy|child|baby|lady|man|woman|people|dog|cat|horse|bird|cow|team|council|bank"
    "|school|country|city|government|world|planet|today|yesterday|tomorrow"
)
"""Who has things: only such words are taken for owners when their apostrophe is missing."""
_NO_THINGS: Final = (
    "order|work|call|use|plan|need|want|help|play|visit|travel|start|move|change|report|claim|question|answer|request|rate|rank|vote|back|benefit"
    "|cost|demand|design|drive|face|fear|fight|hope|judge|limit|look|love|mark|note|offer|park|pay|place|point|post|press|price|promise|pull|push"
    "|rest|review|rule|run|share|show|sign|sound|stand|step|stop|study|talk|test|thank|trade|train|trust|turn|walk|watch|wish|worry|today|tomorrow"
    "|tonight|yesterday|now|then|here|there|together|alone|again|too|also|home|first|last|next|that|who|this|whose|i|we|you|they|he|she|it|just|all"
)
"""What may follow several owners without being theirs: what they do, or when."""

_PATTERNS: Final[Mapping[str, str]] = {
    "SpellCheck": rf"\d[1-9]['’]‹s›|‹(?:{_SHORT})›\.",
    "MergeWords": r"\d[1-9]['’]‹s \w+›",
    "PluralDecades": r"›-\w",
    "NumericRangeEnDash": r"(?<!\d)\d{1,2}‹[^›]*›\d{3,}|\d{3}‹[^›]*›\d{4}|‹[^›]*›0|/\d+‹|\b(?:won|lost|drew) \d+‹",
    "ThriveOn": r"› the (?:land|sea|soil|grid)\b",
    "PossessiveNoun": rf"‹(?!(?:{_OWNERS})s›)|(?-i:\w ‹[A-Z])|› (?:{_NO_THINGS})s?\b|› \w+ly\b",
    "AnotherThinkComing": r"› (?:up|in|out|soon|from|to|for|along|on|next)\b",
    "Spaces": r"[.!?:]['\"”’)]?‹",
    "SentenceCapitalization": rf"(?<!\w)(?:{_SHORT})\.\s+‹|\.‹",
    "AnA": r"(?-i:‹[Aa]n?› [FHLMNRSX][A-Z]{1,4}s?\b|[a-z0-9,] ‹A›)|\d ‹a›\.m",
    "ItsPossessive": (
        r"(?:^|[.,;:!?]\s+|\b(?:and|but|so|because|that|if|think|says?|said|know|hope|sure) )‹it['’]s›"
        r"(?! \w+ (?:is|are|was|were|has|have|had|will|can|could|looks?|seems?)\b)"
    ),
    "PossessiveYour": rf"‹you› (?:{_NUMBER}|\w+day|all|both|lot|guys|folks|people)\b",
    "ToTwoToo": (
        r"\b(?:be|is|are|was|were|am|been|far|much|way|bit|['’](?:re|m|s)) ‹too› (?!(?:be|the|an?|my|your|our|do|go|get|see|have|make)\b)\w"
        r"|\b(?:speak|talk|listen|write|reply)(?:ing)? ‹to› |\b(?:daily|weekly|monthly|yearly) ‹to› "
    ),
    "ThereToTheir": r"(?:\b(?:is|are|was|were|be|been|isn['’]t|aren['’]t)|['’](?:m|re|s)) ‹there›",
    "TheirToThere": r"‹their› right mind",
    "NotTo": r"\b(?:say|says|said|saying|answer|answered|or) ‹no to›",
    "PronounVerbAgreement": (
        rf"\b(?:what|all|everything|anything|whatever|who|whoever|which|thing|way|reason|part)\b[^.;!?]{{0,60}}\b(?:{_WE}) ‹"
        r"|\b(?:get|gets|got|owe|give|gives|gave|send|show|bring|wish|offer|cost|costs|save|saves) (?:you|them|us|it) ‹"
    ),
    "InflectedVerbAfterTo": (
        r"\b(?:listen\w*|stick\w*|link\w*|due|according|next|access|addition|relat\w+|respond\w*|react\w*|refer\w*|attach\w*|similar|limited"
        r"|compared|thanks|prior|subject|close\w*|updates?|changes?|answers?|keys?|alternatives?) ‹to \w+›"
    ),
    "LetsConfusion": r"\b(?:be|been|being|got|was|were) ‹let›|\b(?:who|which|that) ‹lets›",
    "DoubleModal": r"(?-i:\w+ ‹May )",
    "PronounKnew": r"\b(?:some|any|no|every)(?:body|one|thing) ‹new›",
    "OneOfTheSingular": rf"‹(?:{_NUMBER}|green|red|blue|white|black|grey|gray|brown|yellow|best|worst)›",
    "QuantifierNumeralConflict": r"‹some ",
    "Overall": rf"‹over all› (?:{_NUMBER}|the|of|our|your|my)\b",
    "Therein": rf"‹there in› (?:{_NUMBER}|an?|the|time|person)\b",
    "Everyone": r"‹every one› of\b",
    "RepeatedWords": r"‹(?:no no|well well|bye bye|had had|so so|ha ha|very very)›|\bwhat\b[^.!?]{0,40}‹(is|was|do|does|did) \1›",
    "RedundantThat": rf"› (?:\w+ )?(?:{_CAN}|\w+s)\b",
    "WhomSubjectOfVerb": rf"\b(?:to|by|for|with|of|from|in|on|about|at) ‹whom›|‹whom› (?:{_CAN}) (?:{_WE}|the|this|that)\b",
    "YourPredicateAdjective": (
        r"‹your› \w+ (?!(?:to|of|enough|and|that|if|about|with|for|at|in|on|because|when|but|or|as|you|we|i|it|so|now|today|too)\b)\w"
    ),
    "WouldNeverHave": r"‹could never have›",
    "PronounInflectionBe": r"\b(?:of|for|with|to|from|by|about|between|among|like|behind|without) (?:them|us|him|her|you|me) ‹",
    "PronounContraction": rf"‹were› (?:{_WE}|the|there|an?|this|that)\b[^.!?]* to \w|‹you['’]re› {_NUMBER}\b",
    "MissingTo": r"‹need› (?:be(?=[,.;])|do|not|are|is|was|were|only)\b|\bor ‹fail› (?:shut|open|safe)|‹wanted› cover",
    "OrthographicConsistency": (
        rf"(?-i:‹(?:{_NAMES})(?:['’]s)?›|‹(?:[Ll]atex|[Nn]an|[Ww]ho['’]s|[Ss]o['’]s)›|\d ‹[mkMGn]?(?:[AVWNJg]|Wh|Pa|Hz)›)"
    ),
    "DisjointPrefixes": r"‹\w+-\w+›|‹(?:out last|under water|post paid)›",
    "DiscourseMarkers": r"‹(?:notwithstanding|thus|otherwise|meanwhile)›",
    "ExpandMemoryShorthands": r"\S‹B›|(?-i:\d ‹[kKMGTP]i?B›)",
    "ExpandMinimum": r"[\d/] ?‹min›|‹min›/",
    "MassNouns": r"‹one \w+ing›|‹(?:\w+ )?(?:bearing|housing|casing|coating|fitting|rating|tasting|malting)s?›",
    "AsHow": r"‹as how› (?:much|many|often|long|far|large|big|old|serious)\b",
    "AsToInterrogative": (
        r"‹to› wh(?:ich|om) [^.!?]{0,60}\b(?:go|belongs?|send|write|turn|refer|speak|talk|report|apply|pay|move|reply|address|give|return"
        r"|deliver|ship|assign|listen|sent|written|referred|assigned|addressed)\b"
    ),
    "CodeInWriteIn": (
        r"‹on› (?:[\w+.#-]+ ){0,5}(?:levels?|platforms?|hardware|machines?|devices?|computers?|laptops?|paper|screens?|tablets?|phones?)\b"
    ),
    "RiseTheQuestion": r"\b(?:as|prices|costs) ‹rise the question› (?:arises|is)\b",
    "PayForPrice": r"\bhow much [^.!?]{0,40} ‹for ›|‹for ›(?:the )?(?:price|fee|cost)s? (?:of|checks?|tags?|lists?|and)\b",
    "ReasonForDoing": r"\b(?:by|the) reason ‹of› being\b|\bfor (?:the )?(?:\w+ )?reasons ‹of›",
    "ViciousCircle": r"\b(?:vicious|virtuous) ‹cycles?›|\bvirtuous ‹",
    "EverEvery": (
        r"‹every› (?:(?:single|other|second|third|few|last|next|two|three) )?(?:day|night|week|month|quarter|season|year|hour|minute"
        r"|morning|evening|afternoon|weekend|\w+day|time)s?\b"
        rf"|\b(?:have|has|had) {_PERSON} ‹every› (?!(?:\w+ed|\w+en|been|had|thought|heard|done|gone|felt|met|come|made|found"
        r"|got|read|said|told|known|kept|left|lost|sent|sold|bought|run|held|dealt|worn|built)\b)"
    ),
    "Everyday": r"\bthe ‹everyday›|‹everyday› and \w|^‹everyday›\W*$",
    "IfWouldve": r"\b(?:know|knows|knew|wonder\w*|see|ask\w*|sure|say|tell|remember|check|find out) if\b[^.?!]{0,60}‹",
    "NounVerbConfusion": r"\b(?:offer|give|send|get|need|ask|want)\w* (?:you|me|us|him|her|them) (?:some |any |no )?‹",
}
"""Name of the rule, and where it is not to be believed."""

_DOUBTS: Final = {rule: re.compile(pattern, re.IGNORECASE) for rule, pattern in _PATTERNS.items()}
_AROUND: Final = 120
"""Characters before and after a finding that are looked at."""


def is_doubtful(text: str, start: int, end: int, rule: str, better: Iterable[str] = ()) -> bool:
    """Whether what `rule` says about `text[start:end]` is likely wrong here."""
    if text[start:end] in _SHORT_FORMS:
        return True
    if rule in {"SpellCheck", "SplitWords"} and text[start:end].lower().replace("’", "'") in _KNOWN:
        return True
    if rule == "SplitWords":
        return any(_is_one_word(two.split()) for two in better)
    pattern = _DOUBTS.get(rule)
    if pattern is None:
        return False
    around = f"{text[max(start - _AROUND, 0) : start]}‹{text[start:end]}›{text[end : end + _AROUND]}"
    return bool(pattern.search(around))


def _is_one_word(halves: list[str]) -> bool:
    """Two things that English writes as one when it likes: "backfilled", "dashcam"."""
    return bool(halves) and all(len(half) >= _SHORTEST_HALF and half.lower() not in _FUNCTION_WORDS for half in halves)
