"""What mail servers say about our server, our mail, or the state of a mailbox, in several languages. The first that fits counts."""

from __future__ import annotations

import re

from keepwarm.inbox.reading.bounces.phrases import any_of
from keepwarm.inbox.reading.bounces.told import Reason

PARTICULAR: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (
        Reason.REQUIRE_PTR,
        any_of(
            r"\bptr\b|invalid dns (?:mx|ptr)",
            r"reverse[ -](?:dns|host|name|lookup|client|hostname)",
            r"\brdns\b",
            r"unverifyable sending ip",
            r"ip name (?:lookup|possibly)",
            r"(?:hostname|name) (?:lookup )?(?:for|of) your (?:server|ip)",
            r"cannot (?:find|resolve) your (?:hostname|address|reverse)",
            r"client host(?:name)? .{0,60}(?:cannot find|not found|mismatch)",
            r"without (?:a )?(?:valid )?reverse",
            r"unresolvable (?:relay )?host",
        ),
    ),
    (
        Reason.AUTH_FAILURE,
        any_of(
            r"\bdmarc\b",
            r"\bdkim\b.{0,60}(?:fail|did not|missing|invalid)",
            r"\bspf\b.{0,60}(?:fail|check|hard|not|reject|record|policy)",
            r"unauthenticated (?:e-?mail|sender)",
            r"sender is unauthenticated",
            r"sender policy framework",
            r"not (?:an )?authorized (?:to send|sender|ip)",
            r"doesn't meet .{0,20}authentication level",
        ),
    ),
    (
        Reason.NOT_COMPLIANT,
        any_of(
            r"not rfc ?\d{3,4} compliant",
            r"rfc ?(?:2822|5322|5321)",
            r"duplicate header",
            r"multiple .{0,20}headers",
            r"violat\w+ .{0,20}rfc",
        ),
    ),
    (
        Reason.VIRUS,
        any_of(r"\bvirus", r"malware", r"infected", r"\btrojan", r"\bclamav", r"phish"),
    ),
    (
        Reason.MAILBOX_FULL,
        any_of(
            r"mail ?box(?: \S+)? (?:is )?(?:\S+ )?(?:full|over)",
            r"(?:full|overfull) mail ?box",
            r"over (?:the )?(?:\w+ )?quota",
            r"over ?quota",
            r"quota (?:\w+ )?(?:is )?(?:full|exceed|reached|violat)",
            r"exceed\w* (?:\w+ ){0,4}(?:quota|storage)",
            r"shutoffquota",
            r"(?:insufficient|not enough|out of) (?:\w+ )?(?:storage|space|disk)",
            r"(?:mail ?box|folder|inbox|account|user) .{0,40}"
            r"(?:too large|size (?:limit|restriction)|reached (?:its|the|their) (?:limit|maximum)"
            r"|exceed(?:ed|s) (?:its|the|their|allowed|maximum))",
            r"(?:account|user) is full",
            r"no space left",
            r"disk (?:is )?full",
            r"maximum .{0,30}storage",
            r"bo[iî]te .{0,40}pleine",
            r"postfach .{0,30}voll|überfüllt|speicherplatz",
            r"buz[oó]n .{0,30}lleno",
            r"caixa .{0,40}(?:cheia|lotada)",
            r"casella .{0,30}piena",
            r"satur[ée]e|cassetta .{0,40}piena|postvak .{0,40}\bvol\b|skrzynk\w+ .{0,60}pełn|przepełnion|schránk\w+ .{0,60}pln"
            r"|(?:brevlåda|postkasse|innboks|indbakke|inkorg)\w* .{0,60}ful[ld]\b|täynnä|kutusu .{0,30}dolu|megtelt|cutia .{0,40}plină",
            r"переполнен|容量|いっぱい|満杯|已满|가득",
        ),
    ),
    (
        Reason.TOO_BIG,
        any_of(
            r"(?:message|mail|e-?mail|size|data) (?:\w+ ){0,5}too (?:big|large)",
            r"too (?:big|large) (?:message|mail)",
            r"(?:message|mail) (?:size|length) .{0,60}(?:exceed|limit|maximum)",
            r"size limit|line (?:length )?limit",
            r"exceeds .{0,40}(?:message |maximum )size",
            r"nachricht .{0,20}zu gro(?:ß|ss)",
        ),
    ),
    (
        Reason.HAS_MOVED,
        any_of(
            r"(?:mail ?box|user|recipient|address|account) has (?:been )?(?:moved|changed|replaced)",
            r"(?:has|have) moved",
            r"no longer (?:with|works?|working|employed)|(?:has )?left (?:the|our|this) (?:company|firm|organi[sz]ation)",
            r"not (?:our|a) customer",
            r"user not local",
            r"new (?:e-?mail )?address is",
        ),
    ),
    (
        Reason.NO_RELAYING,
        any_of(
            r"relay(?:ing)? (?:is )?(?:access )?(?:denied|not (?:permitted|allowed)|prohibited|operation rejected)",
            r"(?:not (?:permitted|allowed|configured|authorized)|unable|cannot|won't|refuse\w*) (?:to )?relay",
            r"domain (?:isn't|is not) in my list|no relay|insecure (?:\w+ )?relay|not an? (?:open )?relay|rcpthosts",
            r"relaying denied",
            r"we do(?: not|n't) relay",
        ),
    ),
    (Reason.EXPIRED, any_of(r"\bgr[ae]y-?list|postgrey|\bgr[ae]y listing")),
    (
        Reason.BAD_REPUTATION,
        any_of(r"(?:low|poor|bad) reputation", r"reputation .{0,40}(?:low|poor|bad)", r"senderscore|senderbase"),
    ),
    (
        Reason.BLOCKED,
        any_of(
            r"(?:client )?host .{0,80}block",
            r"block\w* (?:using|by|list)",
            r"black ?list|block ?list|denylist",
            r"\b(?:rbls?|dnsbls?|spamhaus|spamcop|barracudacentral|abuseat|sorbs|uceprotect)\b",
            r"messages? from (?:\[?\d[\d.\]]+|your \w+|this \w+) (?:were|was|weren't|are|not|blocked|temporarily)",
            r"(?:your (?:\w+ )?(?:ip|network|server|connection|client|host|address)|\bip(?: address)?|client host"
            r"|connection) .{0,60}(?:blocked|banned|refused|rejected|denied|not allowed|bloqu)",
            r"bloqu[ée]\w* .{0,40}(?:spam|ip)",
            r"connection (?:refused|rejected|dropped) .{0,30}(?:by polic|due|because)",
            r"(?:daily )?relay quota",
            r"invalid (?:helo|ehlo)|helo (?:command )?rejected|\b(?:in|after|your) (?:helo|ehlo)\b",
            r"banned (?:\w+ )?ip|accepted from this ip|not allowed to connect|:blocked\b|blocked - see\b",
        ),
    ),
    (
        Reason.TOO_MANY,
        any_of(
            r"too many (?:\w+ ){0,3}(?:connections?|sessions|messages|concurrent)",
            r"connections? rate",
            r"rate[ -]limit|at a rate that",
            r"throttl",
            r"sending .{0,20}too (?:fast|quickly|many)",
            r"concurren",
            r"connection frequency",
        ),
    ),
    (
        Reason.EXCEED_LIMIT,
        any_of(
            r"exceed\w* the max\w* .{0,60}per (?:hour|day)",
            r"too many recipients",
            r"exceed\w* .{0,40}(?:limit|number of recipients)",
            r"recipient limit",
        ),
    ),
    (
        Reason.SPAM,
        any_of(
            r"(?:considered|detected|classified|identified|marked|looks? like|as|is|contains?|suspected|suspicion of|likely"
            r"|appears?(?: to be)?) .{0,20}(?:spam|ube|unsolicited|bulk)",
            r"spam (?:message|content|mail|detected|classification|score|filter|signature)",
            r"spamsignature",
            r"(?:anti-?|blocked .{0,30})spam",
            r"content .{0,20}(?:rejected|denied|refused)",
            r"bulk (?:e-?)?mail",
            r"junk mail",
            r"message (?:looks|rejected as)",
        ),
    ),
    (
        Reason.POLICY,
        any_of(
            r"(?:potential|possible) (?:\)? ?)?security (?:issue|threat|risk)",
            r"content presents a potential",
            r"(?:attachment|file) .{0,60}(?:not allowed|blocked|prohibited|type|banned)",
            r"(?:due to|security|local|for|against|by|violat\w+) (?:\w+ ){0,3}polic(?:y|ies)",
            r"policy (?:violation|reasons?|rejection|restriction)",
        ),
    ),
    (
        Reason.SECURITY,
        any_of(
            r"authentication (?:is )?(?:required|turned on|failed|failure)",
            r"authrequired",
            r"must (?:issue|be) .{0,20}(?:starttls|authenticated|auth)",
            r"(?:tls|ssl|encryption) .{0,30}(?:required|needed|failed|error)",
            r"verification failure",
            r"restricted",
        ),
    ),
    (
        Reason.REJECTED,
        any_of(
            r"sender (?:address |domain |id |\S+ ){0,3}(?:is |was |has been |does )?(?:not )?(?:rejected|denied"
            r"|refused|unknown|exist|invalid|verif\w+|allowed)",
            r"(?:unroutable|invalid|bad|unknown|unverified) (?:sender|return path|from|originator)",
            r"(?:rejected|denied|refused|invalid) .{0,20}sender",
            r"domain of sender",
            r"not (?:a )?member",
            r"may not exist, or you may not have permission",
            r"(?:user|volume or user) complaints",
            r"you are not (?:allowed|permitted|authorized)(?! to connect)",
            r"is not (?:allowed|permitted|authorized) to (?:send|post|submit)",
        ),
    ),
    (
        Reason.SUSPENDED,
        any_of(
            r"(?:account|mail ?box|user|address|domain|recipient)\b[^.;]{0,70}(?:disabled|suspend|discontinued"
            r"|deactivated|inactive|not active|locked|frozen|closed|terminated|unavailable due)",
            r"(?:disabled|suspended|inactive|deactivated|dormant) (?:account|user|mail ?box|recipient)",
            r"dormant",
            r"(?:konto|postfach) .{0,30}(?:gesperrt|deaktiviert)",
        ),
    ),
    (
        Reason.FILTERED,
        any_of(
            r"(?:recipient|user|addressee)(?:'s)? (?:\w+ )?(?:preferences|refuses|rules|only accepts?|is not accepting)",
            r"rejected by (?:the )?(?:recipient|user)|you have been blocked by",
            r"(?:only|not) accepting (?:e-?)?mail from",
            r"due to extended inactivity",
            r"^(?:(?!\b[45]\d\d\b).)*recipient not found(?! by)",
        ),
    ),
    (
        Reason.MAILER_ERROR,
        any_of(
            r"unknown mailer error",
            r"x-unix",
            r"command (?:failed|died|time ?limit)",
            r"(?:pipe|procmail|program).{0,80}(?:fail|error|exit)",
            r"mailer error",
            r"failed to read",
        ),
    ),
)
"""Said about our server, our mail, or the state of theirs: to be looked for before who or what is unknown."""
