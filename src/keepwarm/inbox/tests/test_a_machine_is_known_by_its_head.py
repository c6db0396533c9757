"""RFC 3834 and what programs did before it: such mail is never answered, and is no reply."""

import pytest

from keepwarm.inbox.reading.automatic import automatic
from keepwarm.inbox.reading.mime import read_mail
from tests.mails import mail


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"auto_submitted": "auto-replied"}, "reply"),
        ({"auto_submitted": "auto-replied; owner-email=x"}, "reply"),
        ({"auto_submitted": "auto-generated"}, "generated"),
        ({"auto_submitted": "no"}, ""),
        ({"x_autoreply": "yes"}, "reply"),
        ({"x_autorespond": ""}, ""),
        ({"precedence": "auto_reply"}, "reply"),
        ({"precedence": "bulk"}, "list"),
        ({"precedence": "bulk", "subject": "Abwesenheitsnotiz"}, "reply"),
        ({"list_id": "<news.arnold.example>"}, "list"),
        ({"x_auto_response_suppress": "All"}, "reply"),
        ({"subject": "Out of Office: Hello"}, "reply"),
        ({"subject": "Automatische Antwort: Hallo"}, "reply"),
        ({"subject": "Réponse automatique : bonjour"}, "reply"),
        ({"subject": "Re: your vacation plans"}, ""),
        ({"return_path": "<>"}, "generated"),
        ({"return_path": "<>", "in_reply_to": "<1@house.example>"}, "reply"),
        ({"sender": "No Reply <no-reply@arnold.example>"}, "generated"),
        ({"sender": "Norah Eply <norah@arnold.example>"}, ""),
        ({}, ""),
    ],
)
def test_a_machine_is_known_by_its_head(headers: dict[str, str], kind: str) -> None:
    assert automatic(read_mail(mail(**headers)).headers).kind == kind
