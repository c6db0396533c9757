"""Commonplace mistakes of mails, many by people who learnt English at school, that harper lets pass: told by form, so that each is sure."""

from typing import Final

_BEGINS: Final = r"(?:^|(?<=[.!?] )|(?<=\n))"
_WHO: Final = "(?:i|we|you|they|he|she|it)"
_PERSONS: Final = (
    "engineer|customer|client|colleague|supplier|partner|technician|driver|manager|director|employee|expert|user|friend|fitter"
)
_THINGS: Final = "system|machine|product|invoice|price|meeting|order|report|delivery|contract|document|email|pump|software"
_COUNTED: Final = (
    "office|machine|unit|user|customer|question|vehicle|truck|car|meeting|email|product|site|option|problem|error|reason|pallet|warehouse"
    "|employee|month|week|day|hour|year|invoice"
)
_NUMBERS: Final = "two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|both"
_DOING: Final = "looking|waiting|hoping|planning|trying|working|going|coming|sending|writing|calling|thinking|offering|asking|using|selling"
_TO_SOMEBODY: Final = r"(?= (?:it|you|us|me|the|an?|your|our|him|her|them|this|that)\b)"
_SAYS: Final = "will|is|was|has|can|could|would|called|said|asked|told"
_GIVEN: Final = "time|help|e-?mail|mail|reply|order|patience|support|interest|visit|message|feedback|call|trust"
_OF_ITS_OWN: Final = "cover|own|way|price|value|name|place|users|customers|size|weight|lid|colou?r|kind|owner|lifetime"
_THEN: Final = r"yesterday|on the phone|by phone|last|earlier|this morning|on \w+day|in our"
_GOING_ON: Final = "working|living|using|selling|doing|waiting|producing|making|supplying|trying|looking|buying|offering"
_MONTH: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_AFTER_NOUN: Final = r"(?= (?:in|at|on|for|with|from|are|were|and|will|to|per)\b|\s*[.,;!?]|\s*$)"

COMMONPLACE: Final[tuple[tuple[str, str, str], ...]] = (
    # pattern whose first group is wrong, what is right, name
    (rf"{_BEGINS}(There) (?:going|coming|looking|planning|trying|asking|sending|working)\b", "They're", "There"),
    (r"\b(?:have|has|had|i['’]ve|we['’]ve|you['’]ve) (send)" + _TO_SOMEBODY, "sent", "Sent"),
    (rf"\bthank(?:s| you)(?: very much| so much| again)? for (you)(?= (?:{_GIVEN})\b)", "your", "Your"),
    (r"\b(your)(?= welcome(?:\s*[.!,;]|\s*$| any))", "you're", "Whose"),
    (r"\blet (?:me|us) (no)(?= (?:when|if|what|how|whether|which|who|where|why|by|asap|please|your)\b|\s*[.!?]?\s*$)", "know", "Know"),
    (r"\b(there (?:is|was) (?:many(?! an?\b)|several))\b", "", "Agreement"),
    (rf"\bhow (much)(?= (?:{_COUNTED}|people)s?\b(?!['’-]))(?= (?:\w+s|people)\b)", "many", "Many"),
    (rf"{_BEGINS}((?:Everyone|Everybody|Someone|Somebody|Nobody|Everything) (?:are|were|have))\b", "", "Agreement"),
    (r"\b(this)(?= (?:products|customers|problems|machines|systems|options|companies|employees|suppliers)\b)", "these", "Agreement"),
    (rf"\b(one of (?:our|your|my|their|his|her|the) (?:{_PERSONS}))(?= (?:{_SAYS})\b)", "", "Plural"),
    (rf"\b(all (?:of )?(?:our|your|my|their|the) (?:{_PERSONS}))(?= (?:are|were|have)\b)", "", "Plural"),
    (rf"\b((?:{_NUMBERS}) (?:{_COUNTED}))\b(?!['’-]){_AFTER_NOUN}", "", "Plural"),
    (rf"{_BEGINS}((?:We|I|They) (?:{_DOING}))\b", "", "MissingBe"),
    (r"\b(?:i am|i['’]m|we are|we['’]re) (write|send|look|wait|hope|inform|try)(?![\w'’-])", "", "Ing"),
    (r"\b(?:please )?find (attach|enclose)(?= )", "attached", "Attached"),
    (rf"\bas (?:we|i|you) (discuss|agree|mention|promise)(?= (?:{_THEN})\b)", "", "Past"),
    (r"\b(?:this|the|my) (?:e-?mail|message|letter|note) (find)(?= (?:you|everyone)\b)", "finds", "Agreement"),
    (r"\b(you['’]re)(?= (?:phone|e-?mail address|address|name|company|website|invoice|opinion|thoughts|budget|account)\b)", "your", "Your"),
    (rf"{_BEGINS}{_WHO} (?:can|could|should|will|would) (to)(?= [a-z]+)", "", "Modal"),
    (r"\bsuggest(?:ed|s)? ((?:me|you|us|him|her|them) to)\b", "", "SuggestTo"),
    (rf"{_BEGINS}(?:i|we) want (that (?:you|he|she|they))(?= [a-z]+)", "", "WantThat"),
    (r"\blook(?:ing)? forward (on|at|of)(?= (?:it|hearing|seeing|meeting|your|the|you|this)\b)", "to", "Forward"),
    (r"\b(?:like|want|wanted|have) to (thanks)(?= (?:you|everyone|all|them|him|her|your)\b)", "thank", "Thank"),
    (r"\b(except)(?= (?:my|our) (?:apolog\w+|invitation|offer|thanks|congratulations|condolences)\b)", "accept", "Accept"),
    (rf"\b(?:of|with|for|from|lost|loses|has|under|on|in|to) (it['’]s)(?= (?:{_OF_ITS_OWN})\b)", "its", "Its"),
    (rf"{_BEGINS}(The (?:new |old |whole |first |second |last )?(?:{_THINGS}) (?:are|were|have))\b", "", "Agreement"),
    (rf"{_BEGINS}((?:The|Our|Your) goods (?:is|was|has)|The news (?:are|were|have))\b", "", "Agreement"),
    (r"\b(who['’]s)(?= (?!there\b|here\b|who\b|that\b|it\b)\w+ (?:is|was) (?:it|this|that)\b)", "whose", "Whose"),
    (rf"\b((?:am|are|is) (?:{_GOING_ON}))\b(?= [^.!?,]{{0,30}}\bsince (?:(?:19|20)\d\d|last|{_MONTH}|\w+day)\b)", "", "Since"),
    (r"\b(in the mean time)\b", "in the meantime", "Meantime"),
    (r"\b(an? (?:very |really |quite )?(?:good|great|bad) news)\b(?! (?:story|item|site|channel|agency|source|day))", "", "News"),
)  # fmt: skip
