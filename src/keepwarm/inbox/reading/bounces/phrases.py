"""What mail servers say, in several languages, and what it means. The first that fits counts: the more particular stand first.

Written from the standards (RFC 3463, 5321, 7372, 7505) and from how servers phrase their replies. A phrase says nothing about who uses it.
"""

from __future__ import annotations

import re

from keepwarm.inbox.reading.bounces.told import Reason


def any_of(*phrases: str) -> re.Pattern[str]:
    """One pattern out of several phrases, in any case."""
    return re.compile("|".join(phrases), re.IGNORECASE)


TIMES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (
        Reason.NETWORK_ERROR,
        any_of(
            r"\bloop",
            r"too many hops|hop count|forwarded more than",
            r"(?:network|host|route|server|destination)[^.]{0,30}(?:un|not )reachable",
            r"network error|host not found, try again|name server: .{0,60}host name lookup failure",
            r"(?:temporary|transient) (?:\w+ )?(?:dns|lookup|name server|resolution)",
            r"no route to host",
            r"connection (?:was )?(?:reset|dropped|lost|refused|broken)",
            r"(?:lost|unable to establish a?) ?connection",
            r"malformed or unexpected name server",
            r"name server timeout|temporary .{0,20}(?:dns|lookup|resolution)",
            r"servfail",
        ),
    ),
    (
        Reason.EXPIRED,
        any_of(
            r"retry (?:time ?out|time)",
            r"(?:envelope|message|mail|delivery)(?: \w+)? (?:has )?expired",
            r"(?:in|on) the queue (?:for )?(?:too long|more)",
            r"too long (?:in|on) (?:the )?queue",
            r"could not be delivered for",
            r"(?:will be deleted from|removed from) (?:the )?queue",
            r"failed \d+ attempts",
            r"aborted after",
            r"(?:connection|delivery|operation|conversation|smtp|session)[^.]{0,40}tim(?:ed|e) ?-?out",
            r"timed out",
            r"(?:maximum|time) (?:\w+ )?(?:time|limit) .{0,30}(?:exceeded|elapsed|reached)",
            r"(?:not|unable) .{0,60}(?:within|for|in|after) .{0,12}\d+(?:\.\d+)? (?:hours?|days?|minutes?)",
            r"did not (?:accept our requests to connect|respond)",
            r"wasn't able to establish an smtp connection",
            r"gave up|giving up after",
        ),
    ),
)
"""That it took too long, or got lost on the way."""

NOBODY: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (
        Reason.NOT_ACCEPT,
        any_of(
            r"null ?mx\b",
            r"(?:does not|doesn't|do not|don't) (?:receive|accept) (?:any )?(?:e-?)?mail",
            r"(?:couldn't|could not) find a mail exchanger",
            r"no mx or a records?|(?:has|have) no mx records?|indicated no smtp service",
            r"no mx (?:record )?(?:was )?found|no valid mx|mx .{0,30}not (?:found|exist)",
            r"not accepting (?:network )?(?:messages|mail)(?! from)",
            r"host .{0,40}accepts? no mail|smtp (?:is )?not (?:supported|accepted)",
        ),
    ),
    (
        Reason.HOST_UNKNOWN,
        any_of(
            r"host (?:or domain name )?(?:is )?(?:not found|unknown)",
            r"unknown (?:host|domain|mail domain)",
            r"no such (?:domain|host)",
            r"(?:domain|host)(?: name)?(?: \S+)? (?:was |is |could |couldn't |cannot |does |has )?(?:be "
            r"|not )*(?:found|exist|resolve|valid|invalid)",
            r"(?:invalid|non-?existent|illegal|bad) (?:host|domain)",
            r"nxdomain",
            r"name service error",
            r"unroute?able (?:mail )?domain",
            r"name or service not known",
            r"domain .{0,30}(?:existiert nicht|nicht gefunden|n'existe pas|no existe|não existe|inesistente)",
        ),
    ),
    (
        Reason.USER_UNKNOWN,
        any_of(
            r"user (?:is )?(?:not )?(?:unknown|known|found)",
            r"unknown (?:\w+ )?(?:user|address|recipient|account|local|mail ?box|or illegal alias)",
            r"no such (?:\w+ )?(?:user|mail ?box|recipient|account|person|address|local|id|name)",
            r"(?:user|recipient|mail ?box|address|account|alias|inbox|local[- ]part|e-?mail)\b[^.;]{0,80}?(?:unknown"
            r"|(?:does ?n[o']t|do not|not|doesn't) exist|not found|non-?existent|(?:couldn't|could not|cannot"
            r"|can't) be found|not known|is(?: not)? (?:in)?valid|unavailable|not (?:a )?valid|no longer (?:valid"
            r"|available|exists|in use))",
            r"(?:invalid|bad|incorrect|illegal|undeliverable|nonexistent|non-existent) (?:\w+ )?(?:recipient|mail ?box"
            r"|user|address|account|local)",
            r"recipient (?:address )?(?:\S+ )?(?:was )?rejected",
            r"rejected recipient",
            r"not a (?:valid|known|local) (?:user|mail ?box|recipient|address)",
            r"unroute?able address",
            r"no mail ?box|wasn't found at",
            r"(?:isn't|is not|not) (?:listed|in my|a part of)",
            r"address(?:ee)? (?:unknown|not found|wasn't found)",
            r"recip(?:ient)?notfound",
            r"(?:does not|doesn't|do not|don't) (?:exist|have (?:an? )?(?:\S+ )?(?:account|mail ?box))",
            r"no (?:longer )?(?:valid )?(?:recipient|account)s? (?:by|of|with) (?:this|that) name"
            r"|no one (?:here )?by that name|here by that name",
            r"mail ?box unavailable|address(?: \S+)? (?:is )?not hosted",
            r"(?:account|user|mail ?box|address) (?:has been|was) (?:removed|deleted)",
            r"address[_ ](?:is )?(?:invalid|not[_ ]found)|userid unknown|not a recipient|no such mail ?drop|no (?:one"
            r"|user|person) with that",
            r"(?:recipient|address|user) (?:is )?not (?:allowed|accepted|permitted)|no longer accepts? (?:e-?)?mail"
            r"|does(?:n't| not) handle mail for that",
            r"nie ma takiego|nicht verfügbar|ist ungültig|no es v[áa]lida|inválid",
            r"inconnue?s?\b|introuvable|n'existe pas|destinataire invalide|invalide",
            r"nicht im [\w-]*(?:verzeichnis|adressbuch)|ne figure pas dans|no (?:figura|aparece) en|non (?:figura|compare) ",
            r"unbekannt|existiert nicht|nicht (?:gefunden|vorhanden|bekannt)|kein solcher"
            r"|keine?n? (?:benutzer|empfänger|postfach|konto) (?:mit|unter)",
            r"no existe|desconocid|no (?:se )?(?:ha )?encontr|no se pudo encontrar",
            r"não existe|desconhecid|não (?:foi )?(?:possível )?encontr",
            r"inesistente|inexistente?s?\b|sconosciut|non esiste|non trovato|impossibile trovare",
            r"onbekend|bestaat niet|niet (?:worden )?gevonden|nie istnieje|nie znaleziono|не существует|не найден|не зарегистрирован",
            r"ukendt (?:bruger|modtager|adresse)|findes ikke|okänd (?:användare|mottagare|adress)|finns inte|hittades inte",
            r"ukjent (?:bruker|mottaker|adresse)|finnes ikke|tuntematon|ei löydy|neexistuj|neznám[ýáé]|bulunamad|ismeretlen|nem létezik",
            r"user record (?:was )?(?:not )?found|no user record|宛先不明|無効なアドレス",
            r"見つかりません|存在しません|不存在|找不到|没有找到|없습니다",
        ),
    ),
)
"""That there is nobody, or no house, of that name."""

AT_LAST: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (Reason.BLOCKED, any_of(r"\b5\d\d\W+ip ?= ?\d")),
    (
        Reason.EXPIRED,
        any_of(
            r"(?:will be|being) retried|will retry|(?:has been|is|was) delayed|not yet (?:been )?delivered|(?:delay"
            r"|delayed) (?:notification|warning|more than)"
        ),
    ),
    (
        Reason.SYSTEM_ERROR,
        any_of(
            r"(?:system|server|internal|local|configuration) (?:\w+ )?(?:error|problem|failure|misconfig)",
            r"could not load",
            r"unable to (?:open|lock|write)",
            r"interrupted system call",
            r"resources? (?:are |is )?(?:temporarily )?unavailable",
            r"service (?:is )?(?:currently |temporarily )?unavailable",
            r"try again later|please try later|busy",
            r"timeout waiting for",
        ),
    ),
)
"""What is left when nothing else was said."""
