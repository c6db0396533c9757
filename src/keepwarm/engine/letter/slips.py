"""Slips in English, native and as a second language, that harper lets pass: told by their form alone, so that each is sure."""

from typing import Final

_PERSON: Final = "(?:i|we|you|they|he|she|it)"
_MONTHS: Final = "two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many|[2-9]|[1-9][0-9]"
_PAST: Final = (
    "went|came|took|gave|knew|wrote|spoke|began|chose|drove|ate|forgot|became|threw|told|said|made|sent|kept|taught|thought|understood|bought"
    "|brought|caught|received|called"
)
"""Forms that are a past tense and hardly ever anything else."""
_KNOWS: Final = (
    "knows|has|needs|wants|works|likes|makes|takes|comes|goes|gives|uses|looks|thinks|means|says|gets|sees|sells|buys|seems|fits"
)
_OWNERS: Final = (
    "customer|client|company|supplier|manager|director|employee|partner|visitor|guest|friend|sister|brother|mother|father|wife|husband|son"
    "|daughter|boss|neighbou?r|colleague|landlord|tenant|teacher|student|firm|driver|buyer|seller|owner|doctor|dog|cat"
)
_OWNED: Final = (
    "house|phone number|email address|office|job|wedding|birthday|opinion|policy|website|laptop|desk|car|van|flat|bedroom|kitchen|dog|cat"
    "|wife|husband|brother|sister|mother|father|daughter|lawyer|accountant|reputation|expectations|requirements|feedback|satisfaction"
)
_TO_THE: Final = r"(?= (?:the|an?|my|your|our|his|her|their|this|that)\b)"

SLIPS: Final[tuple[tuple[str, str, str], ...]] = (
    # pattern whose first group is wrong, what is right, name
    (
        (
            r"\b(?:hope|know|glad|sure|sorry|think|hear|see|if|when|that|while|because) (your) (?:doing well|well\b"
            r"|not\b|right\b|able\b|happy\b"
            r"|interested\b|busy\b|okay\b|ready\b|aware\b|looking\b|going\b|coming\b|planning\b)"
        ),
        "you're",
        "Whose",
    ),
    (r"(?:^|(?<=[.!?] ))(your) (?:invited|right|wrong|correct|not|a|an|the)\b", "You're", "Whose"),
    (
        (
            r"(?:^|(?<=[.!?] ))(lets) (?:meet|talk|go|see|start|look|discuss|get|make|keep|do|take|catch|set|have|try"
            r"|say|speak|hope|find|call|plan"
            r"|schedule|wait|use|move|stay|give|begin|agree)\b"
        ),
        "Let's",
        "Lets",
    ),
    (r"\b((?:must|should) to)(?= [a-z]{2,})", "", "Modal"),
    (
        (
            rf"\b(?:could|would|should|must|can['’]t|couldn['’]t|wouldn['’]t|won['’]t|shouldn['’]t|didn['’]t|don['’]t"
            rf"|doesn['’]t|cannot) ({_PAST})\b"
        ),
        "",
        "Modal",
    ),
    (r"\b(?:can|could|will|may|might|to|must|cannot|should) (chose)\b", "choose", "Modal"),
    (rf"\b(?:did|didn['’]t) {_PERSON} ({_PAST})\b", "", "Did"),
    (rf"\b(?:does|did|doesn['’]t|didn['’]t) (?:he|she|it|you|we|they|i|anybody|anyone) ({_KNOWS})\b", "", "Did"),
    (
        (
            r"\b(?:can|could|will|would|shall|should|must|may|might) (speaks|comes|goes|gives|takes|gets|sees|sells"
            r"|buys|knows|thinks|says)\b"
        ),
        "",
        "Modal",
    ),
    (
        (
            r"\b(?:like|love|nice|good|glad|great|want|forward|pleased|happy) to (here)(?= (?:your|from|about|that"
            r"|back|how|what)\b)"
        ),
        "hear",
        "Hear",
    ),
    (rf"\b{_PERSON} (no)(?= (?:that|how|what|you|it|where|who|why|if)\b)", "know", "Know"),
    (
        r"\b(?:goes?|went|runs?|running|going|gets?|got|comes?|came|walk\w*|look\w*|pass\w*|half ?way|all the way"
        r"|led) (threw)" + _TO_THE,
        "through",
        "Through",
    ),
    (
        (
            r"\b(?:we|i|will|can|to|gladly|happily|please|cannot|would) (except)(?= (?:your|all|the offer|credit"
            r"|cards?|payments?|this|cash)\b)"
        ),
        "accept",
        "Accept",
    ),
    (r"\b(return back|reply back|revert back)\b", "", "Back"),
    (r"\b((?:depends?|depended|depending) (?:of|from))\b", "", "DependOn"),
    (r"\b((?:am|is|are|was|were|be|been|got|get) married with)" + _TO_THE, "", "MarriedTo"),
    (r"\b(consists? (?:in|from))(?= (?:two|three|four|five|six|several|many|the following)\b)", "", "ConsistOf"),
    (
        (
            r"\b(?:will|can|to|please|not|could|would|i['’]ll|we['’]ll) (contact to)(?= (?:you|us|me|him|her"
            r"|them)\b)"
        ),
        "contact",
        "ContactTo",
    ),
    (
        (
            r"\bthank(?:s| you)(?: very much| so much)? for ((?:contact|visit|join|choose|let|get|ask|take|give|make"
            r"|show|tell|invite|inform|buy|write|send|reply"
            r"|respond|come|wait|agree|consider))(?= (?:us|me|our|my|the time|to|with|in|on|for)\b)"
        ),
        "",
        "ThankingFor",
    ),
    (
        (
            r"\bsuggest(?:ed|s)? (to (?:meet|go|talk|use|wait|have|make|take|do|try|start|speak|move|change|buy|add"
            r"|replace|discuss|postpone))\b"
        ),
        "",
        "SuggestTo",
    ),
    (
        (
            r"\b(?:i am|i['’]m|we are|we['’]re|you are|you['’]re) used (to (?:work|get|see|deal|have|do|be|live|talk"
            r"|speak|hear|use|drive|travel))\b"
        ),
        "",
        "UsedTo",
    ),
    (
        (
            r"\b(?:looking for) (new|good|reliable|better|local|small|cheap) (?:supplier|partner|office|job|car"
            r"|solution|house|manager|customer|home|company)\b"
        ),
        "",
        "NoArticle",
    ),
    (
        (
            r"(?:^|(?<=[.!?] ))(The most of) (?:our|the|my|us|them|these|their|your|people"
            r"|customers)\b"
        ),
        "Most of",
        "MostOf",
    ),
    (
        (
            r"\b(more (?:easy|cheap|fast|big|small|high|tall|strong|quick|slow|rich|safe|happy))(?= (?:to"
            r"|than)\b)"
        ),
        "",
        "More",
    ),
    (r"\b(ourself|hisself|theirself|theirselves|ourselfs|yourselfs|themselfs)\b", "", "Self"),
    (
        (
            rf"\b((?:{_MONTHS}) (?:month|week|day|hour|minute|year))(?= (?:are|were|ago|later|of|until"
            rf"|and)\b)"
        ),
        "",
        "Plural",
    ),
    (rf"\b(an? (?:{_MONTHS}) (?:years|months|weeks|days) old)(?= [a-z])", "", "YearOld"),
    (rf"(?:^|(?<=[.!?] ))((?:How|Why|Where) {_PERSON} [a-z]+)(?: \w+){{0,2}}\?", "", "Question"),
    (r"\b(?:am|are|been) (knowing|believing|belonging|consisting|containing)\b", "", "State"),
    (
        (
            r"(?:^|(?<=[.!?] ))(The (?!(?:series|news|means|lens|bus|gas)\b)\w+(?<!s)(?<!u)(?<!i)(?<!ic)s of (?:the"
            r"|our|your|this) \w+ (?:was|is|has))\b"
        ),
        "",
        "Agreement",
    ),
    (
        (
            r"(?:^|(?<=[.!?] ))(The (?:price|cost|quality|size|colou?r|weight|speed|list|date|name|use) of (?:the "
            r"|our |your )?\w+s are)\b"
        ),
        "",
        "Agreement",
    ),
    (
        (
            r"\b(?:is|was|be|that['’]s|it['’]s) ((?:very|really|quite) (?:good|nice|great|bad|big|important"
            r"|interesting|useful|small) (?:idea|offer|product|plan|price"
            r"|question|point|day|place|firm|company|job|way))\b"
        ),
        "",
        "NoArticle",
    ),
    (
        (
            r"\b(?:drives?|works?|worked|runs?|ran|speaks?|spoke|goes|went|plays?|performs?|sells?|sold) (?:very"
            r"|really|quite) (good)(?=\s*(?:[.,;!?]|$))"
        ),
        "well",
        "Well",
    ),
    (r"\b(never the less)\b", "nevertheless", "Nevertheless"),
    (r"(?:^|(?<=[.!?] ))(May be) (?:we|i|you|they|he|she|there|tomorrow|next)\b", "Maybe", "Maybe"),
    (
        (
            r"\b(?:wants?|wanted|need|needs|needed|would like|['’]d like) (ask|buy|sell|invite|inform|thank|discuss"
            r"|share|join|improve|change|book|order)"
            r"(?= (?:you|us|them|him|her|the|your|our|my|an?|it)\b)"
        ),
        "",
        "MissingTo",
    ),
    (rf"\b(?:my|your|his|her|our|their|every|each|a) ((?:{_OWNERS})s (?:{_OWNED}))\b", "", "Possessive"),
)
