"""Read what came back: each recipient with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keepwarm.inbox.reading.automatic import automatic
from keepwarm.inbox.reading.bounces.codes import is_vague, reply_in, status_in
from keepwarm.inbox.reading.bounces.free_text import failed_recipients
from keepwarm.inbox.reading.bounces.judging import is_hard, judge
from keepwarm.inbox.reading.bounces.notices import read_notice
from keepwarm.inbox.reading.bounces.returned import Returned, returned_mail, split_report
from keepwarm.inbox.reading.bounces.status_fields import REPORTS, Fields, feedback_fields, receipts, status_fields
from keepwarm.inbox.reading.bounces.told import Bounce, Reason
from keepwarm.inbox.reading.headers import addresses_in
from keepwarm.inbox.reading.mime import Mail
from keepwarm.inbox.reading.words import report_text

_SENDERS = re.compile(
    r"mailer[-_ ]?daemon|post[-_. ]?master|mail-?daemon|mail delivery|maildelivery|system administrator"
    r"|delivery (?:sub)?system|antispam|content-filter|mail ?marshal|interscan|mail ?sweeper|mail (?:administrator|robot|gateway)"
    r"|groupwise|microsoft outlook|exchange system",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    r"undeliver|undelivered|delivery (?:status|failure|fail|has failed|notification|problem|error|report)"
    r"|mail delivery|failure notice|returned mail|return(?:ed|ing) (?:mail|to sender)|delivery.{0,20}fail"
    r"|non remis|unzustellbar|nicht zugestellt|no se puede entregar|não (?:foi )?entregue|mancato recapito"
    r"|non recapitabile|message (?:you sent )?blocked|mail system error|not? delivered|could not be delivered"
    r"|error sending"
    r"|onbestelbaar|kan ikke leveres|kunne ikke leveres|inte att leverera|nie można dostarczyć|nedoručiteln|toimittaminen"
    r"|kézbesíthetetlen|teslim edilemedi|配信不能|配信エラー|未送达|无法送达|退信|배달되지|전송 실패"
    r"|не удается доставить|недоставлен|ошибка доставки|mensagem não entregue|falha na entrega"
    r"|zustellungsfehler|échec de (?:la )?remise|entrega fallida|error de entrega|permanent (?:delivery )?(?:failure|error)"
    r"|delivery incomplete"
    r"|warning: message .{0,40}delayed|see transcript|mail failure|not member|delivery delayed",
    re.IGNORECASE,
)
_COMPLAINTS = re.compile(
    r"complaint about (?:a )?message|abuse (?:report|complaint)|spam (?:report|complaint)|feedback loop|fbl report", re.IGNORECASE
)
_ANSWERS = re.compile(r"(?:re|aw|sv|vs|antw|odp|res|rv|ref|fwd?|wg|tr|ynt|r)\s*:", re.IGNORECASE)
_ARRIVED = frozenset({"delivered", "deliverable", "relayed", "expanded"})
_FAILED = re.compile(r"fail|could(?:n't| not)|unable|reject|undeliver|not deliver|problem|error|trouble|nicht|impossible", re.IGNORECASE)
_FULL_FIELD = 6


def read_bounces(mail: Mail) -> tuple[Bounce, ...]:
    """Everything that a mail reports about mails of ours, by recipient; () for a mail that reports nothing. Never raises by intent.

    Whoever answers us, in whatever words, and with nothing of a machine in the head, is a person: no failure is told by them.
    """
    if _is_answer(mail) and not is_of_a_machine(mail):
        return ()
    text = report_text(mail)
    if read := receipts(mail):
        return tuple(Bounce(one, Reason.DELIVERED, kind="delivered") for one in read)
    if complaint := _complaint(mail):
        return complaint
    if text.lstrip()[:1] == "{" and (noticed := read_notice(text)):
        return tuple(noticed)
    report, _ = split_report(text)
    returned = returned_mail(mail, text)
    fields = status_fields(mail, text)
    if fields:
        return tuple(_from_fields(mail, fields, report, returned))
    if not (_looks_like_one(mail) or _reads_like_one(mail, report, returned)):
        return ()
    named = failed_recipients(mail, report, returned)
    return tuple(_told(one.address, one.about, report if len(named) == 1 else "", None) for one in named)


def is_of_a_machine(mail: Mail) -> bool:
    """Whether its form alone says that no person wrote it, whatever its subject and its words are."""
    head = mail.headers
    return bool(
        head.has("x-failed-recipients")
        or mail.params.get("report-type")
        or any(part.content_type in REPORTS for part in mail.parts)
        or head.get("from").strip() == "<>"
        or _SENDERS.search(head.get("from"))
        or automatic(head)
    )


def _is_answer(mail: Mail) -> bool:
    """Some servers put what they return under References, so that alone says nothing."""
    head = mail.headers
    return head.has("in-reply-to") or (head.has("references") and bool(_ANSWERS.match(head.get("subject"))))


def _looks_like_one(mail: Mail) -> bool:
    head = mail.headers
    return bool(
        head.has("x-failed-recipients")
        or mail.params.get("report-type", "").lower() == "delivery-status"
        or _SENDERS.search(head.get("from"))
        or head.get("from").strip() == "<>"
        or _SUBJECTS.search(head.get("subject"))
    )


def _reads_like_one(mail: Mail, report: str, returned: Returned) -> bool:
    """Without the head of one: from nobody, or an answer to nothing, and with a server's words."""
    coded = bool(reply_in(report) or status_in(report)) and bool(_FAILED.search(report))
    if mail.headers.get("return-path").strip() == "<>":
        return coded or (bool(returned.headers.rows) and automatic(mail.headers).kind != "reply")
    if not mail.headers.get("from").strip():
        return coded or bool(_FAILED.search(report))
    return coded and not (mail.headers.has("in-reply-to") or mail.headers.has("references"))


def _complaint(mail: Mail) -> tuple[Bounce, ...]:
    rows = feedback_fields(mail)
    if rows is None:
        if not _COMPLAINTS.search(mail.headers.get("subject")):
            return ()
        rows = {}
    kind = (rows.get("feedback-type") or ["abuse"])[0].strip().lower()[:40]
    returned = returned_mail(mail, report_text(mail))
    to = addresses_in(",".join([*rows.get("original-rcpt-to", []), *rows.get("removal-recipient", [])]))
    to = to or addresses_in(",".join(returned.headers.all("x-hmxmroriginalrecipient"))) or returned.recipients[:20]
    if not (rows or to):
        return ()
    return tuple(Bounce(one, Reason.FEEDBACK, kind="complaint", feedback=kind) for one in to or [""])


def _from_fields(mail: Mail, fields: Sequence[Fields], report: str, returned: Returned) -> list[Bounce]:
    """By the fields of each recipient; one without an address is the one whom the report names otherwise."""
    named = failed_recipients(mail, report, returned)
    about = {one.address: one.about for one in named}
    told = []
    for place, one in enumerate(fields):
        recipient = one.final or one.original or (named[place].address if place < len(named) else "") or _only(returned.recipients)
        words = about.get(recipient) or about.get(one.original) or (report if len(fields) == 1 else "")
        told.append(_told(recipient, words, report if len(fields) == 1 else "", one))
    return told


def _only(addresses: Sequence[str]) -> str:
    return addresses[0] if len(addresses) == 1 else ""


def _told(recipient: str, about: str, report: str, fields: Fields | None) -> Bounce:
    """Judge by the server's own words, then by the report's."""
    said = (fields.diagnostic if fields else "") or ""
    quoted = _response(about) or _response(report)
    if len(said) < _FULL_FIELD:
        said = quoted or _first_words(about, recipient)
    around = f"{about}\n{report}" if about else report
    status = _status(said, fields, around)
    reason = judge(said, around, status=status)
    reply = reply_in(said) or reply_in(about)
    action = fields.action if fields else ""
    if action in _ARRIVED or status.startswith("2"):
        return Bounce(recipient, Reason.DELIVERED, kind="delivered", status=status, reply_code=reply_in(said) or said[:3], said=said[:500])
    return Bounce(
        recipient,
        reason,
        is_hard(reason, status=status, reply=reply, action=action, said=said),
        kind="delayed" if action == "delayed" else "bounce",
        status=status,
        reply_code=reply,
        said=" ".join((said or about).split())[:500],
        asked_for=fields.original if fields and fields.original != recipient else "",
    )


def _status(said: str, fields: Fields | None, around: str) -> str:
    """The code that says most: of the server, of the fields, of the report around."""
    found = [status_in(said), fields.status if fields else "", status_in(around)]
    return next((one for one in found if one and not is_vague(one)), next((one for one in found if one), ""))


def _first_words(about: str, recipient: str) -> str:
    """What stands right behind an address, or in the paragraph below it; what ends in a colon ("because:") goes on in the next one."""
    paragraphs = [one for one in re.split(r"\n[ \t]*\n", about) if re.sub(r"[\W_]+", "", one.lower().replace(recipient, ""))]
    place = next((place for place, one in enumerate(paragraphs) if reply_in(one) or status_in(one)), 0)
    end = place + 2 if paragraphs and paragraphs[place].rstrip().endswith(":") else place + 1
    return "\n".join(paragraphs[place:end])


def _response(text: str) -> str:
    """What a report quotes of the other server."""
    if answered := re.findall(r"^<<< *(.{3,300})", text, re.MULTILINE):
        return "\n".join(answered[:6])
    found = re.search(
        r"(?:(?:the )?(?:response|error)(?: (?:from|that) .{0,60}?)?(?: was| returned was)?:"
        r"|responded (?:with failure|as follows)[:.]?|remote host said:)\s*((?:.|\n){3,900})",
        text,
        re.IGNORECASE | re.MULTILINE,
    )
    return found.group(1).strip() if found else ""
