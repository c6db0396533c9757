"""Whether somebody asks in writing not to be called: a wish about the telephone, whatever else the mail is."""

import re
from typing import Final

_BEGINS: Final = r"(?:^|[.!?;:\n]\s*|\b(?:please|pls|kindly|also|bitte|merci de|por favor|per favore)[, ]\s*)"
_ENDS: Final = r"(?=\s*(?:[.!;:,\n]|$|-|–|and\b|but\b|we\b|i\b|write\b|email\b|und\b|sondern\b|schreiben\b|et\b|y\b|e\b))"
_PLACE: Final = r"(?:the|my|our|this) (?:shop|office|house|number|line|workshop|desk|plant|reception|mobile|phone|staff|team)"
_WHOM: Final = rf"(?:\s+(?:me|us|here|{_PLACE}))?"
_AGAIN: Final = r"(?:\s+(?:again|any ?more|ever|please|at all|on (?:this|that|the|my) (?:number|mobile|phone|line)|bitte|mehr|wieder))*"
_ASKS: Final = re.compile(
    _BEGINS
    + r"(?:(?:do not|don[’']?t|never(?: ever)?)\s+(?:call|phone|ring|telephone)"
    + _WHOM
    + r"|(?:stop|quit|cease)\s+(?:calling|phoning|ringing|telephoning)"
    + _WHOM
    + r"|no (?:more|further)\s+(?:phone )?calls|no (?:phone )?calls,? please"
    + r"|keine\s+(?:weiteren\s+)?(?:anrufe|telefonate)"
    + r"|rufen\s+sie\s+(?:mich|uns|hier)\s+(?:bitte\s+)?(?:nicht|nie|niemals)(?:\s+(?:mehr|wieder))*\s+an"
    + r"|rufen\s+sie\s+(?:\w+\s+){0,3}(?:nicht mehr|nie mehr|nie wieder)\s+an"
    + r"|(?:mich|uns)?\s*(?:bitte\s+)?nicht(?:\s+(?:mehr|wieder))?\s+(?:anrufen|telefonieren)"
    + r"|ne\s+(?:m[’']|nous\s+)appelez\s+(?:plus|pas)|ne\s+plus\s+(?:m[’']|nous\s+)appeler"
    + r"|no\s+(?:me|nos)\s+llamen?(?:\s+m[aá]s)?|(?:n[aã]o|nunca)\s+(?:me|nos)\s+ligue(?:m)?(?:\s+mais)?"
    + r"|non\s+(?:mi|ci)\s+chiam(?:i|ate)(?:\s+pi[uù])?|bel\s+(?:mij|ons)\s+niet(?:\s+meer)?)"
    + _AGAIN
    + _ENDS,
    re.IGNORECASE,
)


def asks_for_no_calls(new_part: str) -> bool:
    """A plain request to whoever reads it. "Not before Thursday", "you never call" and "if you do not call us" are none."""
    return _ASKS.search(new_part) is not None
