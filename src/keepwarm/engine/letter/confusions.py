"""A few English mix-ups that letters are full of and that harper lets pass: by their form alone, so that each is sure."""

import re
from collections.abc import Iterator
from typing import Final

from keepwarm.engine.letter.commonplace import COMMONPLACE
from keepwarm.engine.letter.slips import SLIPS

_TABLE: Final = (
    # before, wrong, after, right, name
    ("for of with about from in on", "you're", "time help team email mail reply order call company patience kind", "your", "Whose"),
    ("", "your", "welcome~to going looking being", "you're", "Whose"),
    ("", "its", "a an the been not our my your just~a worth~it worth~the worth~a clear~to clear~that only~a", "it's", "Its"),
    ("", "its", "very~important really~important important~to important~that too~late too~much too~early very~good", "it's", "Its"),
    ("between~you~and", "i", "", "me", "Between"),
    ("he she it", "don't", "", "doesn't", "Agreement"),
    ("we they you", "was", "", "were", "Agreement"),
    ("i", "seen", "it that the your this a", "saw", "Participle"),
    ("i", "done", "it that the your this a", "did", "Participle"),
    ("better more less rather bigger smaller faster cheaper earlier later sooner other higher lower", "then",
     "the a an i we you it that this last before ever our your any most", "than", "Then"),
    ("can could will would to may might should must please", "sent", "it you us me the a your him her them", "send", "Sent"),
    ("to not will would could might don't can't", "loose", "it the a your our time money them you any out", "lose", "Loose"),
    ("a an the no any big great positive negative", "affect", "on", "effect", "Affect"),
    ("could should would must might", "of", "been done had gone made said told sent seen taken known", "have", "Of"),
    ("", "who's", "name phone idea turn office number email address fault", "whose", "Whose"),
    ("", "whose", "going coming calling asking in~charge responsible", "who's", "Whose"),
    ("to with from for at of in", "there", "team office company firm name names customers boss website prices offer", "their", "Their"),
    ("", "their", "is are was were will~be", "there", "Their"),
    ("your some the my for good better great legal this any of", "advise", "", "advice", "Advice"),
    ("can could to cannot can't barely", "breath", "", "breathe", "Breathe"),
    ("i we you he she they", "though", "it that you we i he she they", "thought", "Thought"),
    ("is are was were highly much most", "sort after", "", "sought after", "Sought"),
    ("are is be were was", "one in the same", "", "one and the same", "OneSame"),
    ("i we you they he she it that this", "wont", "", "won't", "Wont"),
    ("i we you they he she it that", "cant", "", "can't", "Cant"),
    ("rise rises rose risen rising", "the", "ranks", "through the", "Ranks"),
    ("to please can could will would", "advice", "you us me them him her on if whether", "advise", "Advice"),
    ("", "too", "call speak meet discuss hear send talk", "to", "Too"),
    ("is are was be it's that's far much way you're we're", "to", "much many late early expensive long soon big small", "too", "Too"),
    ("", "bare", "with~me with~us in~mind", "bear", "Bear"),
    ("to~hear~your to~get~your my piqued~your", "peaked", "", "piqued", "Piqued"),
    ("", "in regards", "to", "in regard", "Regard"),
    ("forward~to", "hear", "from", "hearing", "Forward"),
    ("forward~to", "meet", "", "meeting", "Forward"),
    ("forward~to", "see", "", "seeing", "Forward"),
    ("forward~to", "speak", "", "speaking", "Forward"),
    ("forward~to", "work", "with", "working", "Forward"),
    ("forward~to", "receive", "", "receiving", "Forward"),
    ("am is are was were be not", "suppose", "to", "supposed", "Supposed"),
    ("to we will can could shall please", "discuss about", "", "discuss", "Discuss"),
    ("i", "am agree", "", "agree", "Agree"),
    ("", "informations", "", "information", "Mass"),
    ("", "advices", "", "advice", "Mass"),
    ("", "feedbacks", "", "feedback", "Mass"),
    ("", "equipments", "", "equipment", "Mass"),
    ("did didn't", "went", "", "go", "Did"),
    ("did didn't", "received", "", "receive", "Did"),
    ("did didn't", "sent", "", "send", "Did"),
    ("did didn't", "called", "", "call", "Did"),
    ("doesn't don't didn't", "has", "", "have", "Did"),
    ("doesn't don't didn't", "needs", "", "need", "Did"),
    ("doesn't don't didn't", "works", "", "work", "Did"),
    ("more", "better", "", "", "More"),
    ("more", "easier", "", "", "More"),
    ("more", "cheaper", "", "", "More"),
    ("", "less", "people customers emails calls days questions meetings problems errors mistakes", "fewer", "Fewer"),
    ("in~the for~the", "passed", "weeks months years year week", "past", "Past"),
    ("", "alot", "", "a lot", "Lot"),
    ("", "everyday", "we i you they he she", "every day", "Everyday"),
    ("each", "others", "", "other", "Other"),
    ("be very keep~it", "quite", "about until please", "quiet", "Quiet"),
)  # fmt: skip


def _pattern(before: str, wrong: str, after: str) -> re.Pattern[str]:
    """The wrong word between one of the words before it and one of those after it; none given: anything."""
    ahead = rf"\b(?:{'|'.join(before.split())}) ".replace("~", " ") if before else r"\b"
    behind = rf" (?=(?:{'|'.join(after.split())})\b)".replace("~", " ") if after else r"\b"
    return re.compile(f"{ahead}({wrong}){behind}", re.IGNORECASE)


_VERBS: Final = (
    "install|get|see|send|meet|make|give|find|speak|confirm|receive|hear|learn|bring|choose|tell|become|understand|arrange|create|add|write"
    "|solve|reduce|improve|avoid|prepare|achieve|connect|configure|explain|decide|provide|ensure"
)
"""Words that are verbs and hardly ever anything else."""
_NO_PARTICIPLES: Final = (
    r"(?:need|feed|speed|proceed|exceed|succeed|embed|shed|indeed|instead|led|bed|red|wed|bleed|breed|seed|heed|spread)"
)
_TIMES: Final = "minutes|hours|days|weeks|months|years|decades|seconds|centuries"
_THINGS: Final = f"{_TIMES}|people|things|questions|ideas|points|times|emails|calls|customers|changes|options|examples|issues|problems"
_PLAIN: Final = "break|need|work|take|make|come|go|look|seem|happen|run|cost|mean|say|start|stop|help|depend|require|give|want|know|get"
_OBJECT: Final = (
    r"(?=\s+(?:a|an|the|this|that|these|it|them|you|us|me|him|her|your|my|our|his|their|some|any|back|about|from|more|better|all)\b)"
)
_OUT_OF_LINE: Final = (
    (r"(?<=[a-z]{2})([.?!](?:[A-Z][a-z']+|I|A))(?= (?:[a-z]|I\b))", "", "MissingSpace"),
    (
        (
            r"\b(for (?:first|second|third|fourth|fifth|sixth|seventh"
            r"|eighth|ninth|tenth|eleventh"
            r"|\w+teenth|hundredth|\w+ionth|umpteenth|nth) time)\b"
            r"(?! (?:buyer|user|visitor|customer|caller|guest|parent)s?\b)"
        ),
        "",
        "ForTheTime",
    ),
    (
        (
            r"\b(?:on|learn|explain|know|shows?|showed|about|and|idea|understand|remember|remind me|here['’]s|is|tips on) "
            rf"(how (?:fix|{_VERBS}))\b(?!\s+(?:you|we|they|i)\b)"
        ),
        "",
        "HowTo",
    ),
    (
        (
            r"\b(?:wants?|wanted|needs?|needed|agreed|refused|refuses|forgot|hoped?|hopes|decided|try|trying|tried|plan|plans|planning|ready"
            r"|eager|able|unable|willing|supposed|going|promised|managed|would like|['’]d like) "
            rf"({_VERBS}){_OBJECT}"
        ),
        "",
        "MissingTo",
    ),
    (
        (
            r"\b(?:it|that|this|they|we|you|he|she|which|\w{4,}s?) (?:could|would|will|should|must|might|can) "
            rf"((?!{_NO_PARTICIPLES})[a-z]{{3,}}(?<!e)ed)\b(?= (?:by|with|from|in|at|to|on|as|for|when|if|using|via|after|before)\b)"
        ),
        "",
        "MissingBe",
    ),
    (rf"\b(a couple(?: more)? (?:{_THINGS}))\b", "", "CoupleOf"),
    (rf"(?:^|(?<=[.!?] ))(Few (?:{_TIMES}) ago)\b", "", "FewAgo"),
    (rf"\b(?:in|over|during|for) (the last (?:{_TIMES}))\b(?! (?:of|before|leading|when|we|i|they)\b)", "", "LastFew"),
    (r"\bin (favou?r (?!of\b)\w{2,}ing)\b", "", "InFavour"),
    (
        r"\b(?:take|takes|taken|took|taking) (?:it|this|that|them|us|me|him|her|\w+ity|\w+ness) (serious)(?=\s*(?:[.,;!?]|$))",
        "seriously",
        "Seriously",
    ),
    (r"(?<!the )(?<!an )(?<!of )\b(everyday)(?=\s*(?:[.!?,;)]|$))", "every day", "Everyday"),
    (rf"(?:^|(?<=[.!?] ))((?:It|He|She) (?:{_PLAIN}))(?= )", "", "Agreement"),
    (
        (
            r"\b(?:the|our|your|my) ((?:customer|client|company|team|supplier|manager|director|user|employee|partner|visitor|guest)s"
            r" (?:expectations|requirements|satisfaction|feedback|opinion|decision|experience|website|newsletter|headquarters))\b"
        ),
        "",
        "Possessive",
    ),
    (
        (
            r"\b(?:it|that|this|they|we|you|i|he|she|which|who|there) (?:would|could|will|might|should) "
            r"(nice|great|good|possible|able|available|happy|glad|interested|helpful|useful)\b"
        ),
        "",
        "MissingBe",
    ),
)
"""What no table of neighbours can say: a space, an article, "to" or "be" that is missing."""

CONFUSIONS: Final = (
    *((_pattern(before, wrong, after), right, name) for before, wrong, after, right, name in _TABLE),
    *(
        (re.compile(pattern, re.IGNORECASE if name != "MissingSpace" else 0), right, name)
        for pattern, right, name in (*_OUT_OF_LINE, *SLIPS, *COMMONPLACE)
    ),
)
"""Pattern whose first group is wrong, what is right, and a name."""


def confusions_in(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, what is right, name."""
    for pattern, right, name in CONFUSIONS:
        for found in pattern.finditer(text):
            yield found.start(1), found.end(1), right, name
