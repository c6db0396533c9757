"""The pages and the API: a rep sees their own prospects' mail, strangers' mail is seen by whoever may, and nothing acts in a browser."""

import pytest
from django.test import Client

from keepwarm.inbox.models import Mailbox, Proposal, Received
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import index_prospects
from keepwarm.touches.models import Signal
from tests.cast import user_of
from tests.mails import mail, page, report

pytestmark = pytest.mark.django_db
WORDS = "Zwei Birnen, drei Pflaumen."


@pytest.fixture
def waiting(written: Written, take: Take) -> Received:
    return take(mail(WORDS, subject="Obst", **written.thread))


def signed(client: Client, user: object) -> Client:
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_the_owner_and_whoever_runs_the_team_see_it_and_nobody_else(waiting: Received, written: Written, client: Client) -> None:
    for user, sees in ((user_of(written.house.ines), True), (written.house.mona, True), (user_of(written.house.ivo), False)):
        body = signed(client, user).get("/inbox/").content.decode()
        assert ("Obst" in body) is sees
        answer = client.get(f"/inbox/{waiting.ref}/")
        assert (WORDS in answer.content.decode()) is sees
        assert (client.get(f"/inbox/{waiting.ref}/raw/").status_code == 200) is sees


def test_a_choice_on_the_page_is_followed(waiting: Received, written: Written, client: Client) -> None:
    answer = signed(client, user_of(written.house.ines)).post(f"/inbox/{waiting.ref}/choose/", {"kind": "question"})
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.kind, waiting.state) == ("question", "done")
    assert client.post(f"/inbox/{waiting.ref}/choose/", {"kind": "question"}).status_code == 422


def test_the_day_that_a_reply_names_is_told_as_days_are(written: Written, take: Take, client: Client) -> None:
    row = take(mail("Not now, please. Call me again on 18 January 2027.", subject="Obst", **written.thread))
    body = signed(client, user_of(written.house.ines)).get(f"/inbox/{row.ref}/").content.decode()
    assert "The day they name: <strong>18 Jan 2027</strong>" in body


def test_a_choice_that_is_none_is_said_and_changes_nothing(waiting: Received, written: Written, client: Client) -> None:
    answer = signed(client, user_of(written.house.ines)).post(f"/inbox/{waiting.ref}/choose/", {"kind": "bounce"})
    assert answer.status_code == 422
    waiting.refresh_from_db()
    assert waiting.state == "waits"


def test_html_is_shown_in_a_frame_in_which_nothing_runs(written: Written, take: Take, client: Client) -> None:
    markup = "<p>Hi</p><script>alert(1)</script><img src=https://evil.example/p.gif onerror=alert(1)><style>body{display:none}</style>"
    row = take(page(markup, subject="<b>x</b>", **written.thread))
    body = signed(client, user_of(written.house.ines)).get(f"/inbox/{row.ref}/").content.decode()
    assert 'sandbox=""' in body
    assert "srcdoc=" in body
    for word in ("alert(1)", "evil.example", "onerror", "<b>x</b>"):
        assert word not in body


def test_the_raw_mail_is_a_file_and_no_page(waiting: Received, written: Written, client: Client) -> None:
    answer = signed(client, user_of(written.house.ines)).get(f"/inbox/{waiting.ref}/raw/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_strangers_mail_is_seen_by_who_may_and_given_to_somebody(written: Written, take: Take, client: Client) -> None:
    stranger = take(mail("Hello", sender="x@else.example", to="hello@house.example", subject="Fremd"))
    assert "Fremd" not in signed(client, user_of(written.house.ines)).get("/inbox/").content.decode()
    assert "Fremd" in signed(client, written.house.mona).get("/inbox/").content.decode()
    assert client.post(f"/inbox/{stranger.ref}/give/", {"prospect": written.anna.ref}).status_code == 302
    stranger.refresh_from_db()
    assert stranger.prospect == written.anna


def test_whose_a_strangers_mail_is_is_found_by_their_name(written: Written, take: Take, client: Client) -> None:
    stranger = take(mail("Hello", sender="Anna Arnold <x@else.example>", to="hello@house.example"))
    index_prospects([written.anna.pk])
    page = f"/inbox/{stranger.ref}/"
    found = f'name="prospect" value="{written.anna.ref}"'
    assert found in signed(client, written.house.mona).get(page).content.decode(), "by the name of the sender"
    for words, is_found in (("Arnold Ltd", True), ("anna@arnold", True), ("nobody at all", False)):
        answer = client.post(f"{page}give/", {"prospect": words})
        assert answer.status_code == 422
        assert (found in answer.content.decode()) is is_found, words
    stranger.refresh_from_db()
    assert stranger.prospect is None
    assert client.post(f"{page}give/", {"prospect": written.anna.ref}).status_code == 302


def test_a_stranger_who_writes_is_taken_in_with_their_mail(written: Written, take: Take, client: Client) -> None:
    stranger = take(mail("What would three pumps cost?", sender="Olga Fenwick <olga@mill.example>", to="hello@house.example"))
    page = f"/inbox/{stranger.ref}/"
    assert 'value="Olga Fenwick"' in signed(client, written.house.mona).get(page).content.decode()
    assert client.post(f"{page}take-in/", {"name": ""}).status_code == 422
    assert client.post(f"{page}take-in/", {"name": "Olga Fenwick"}).status_code == 302
    stranger.refresh_from_db()
    assert stranger.prospect is not None
    assert (stranger.prospect.name, stranger.linked) == ("Olga Fenwick", "hand")
    assert stranger.prospect.next_step == "write", "who has no number is answered in writing"
    assert Signal.objects.open().filter(prospect=stranger.prospect, kind=Signal.Kind.REPLY).exists()
    assert client.post(f"{page}take-in/", {"name": "Olga Fenwick"}).status_code == 422
    assert Prospect.objects.filter(name="Olga Fenwick").count() == 1


def test_whom_a_reply_names_is_put_right_before_they_are_taken_in(waiting: Received, written: Written, client: Client) -> None:
    signed(client, user_of(written.house.ines))
    client.post(f"/inbox/{waiting.ref}/choose/", {"kind": "referral", "name": "Ud Uhl", "email": "udo@arnold.example"})
    proposal = Proposal.objects.get()
    refused = client.post(f"/inbox/proposals/{proposal.ref}/take/", {"name": "Udo Uhl", "email": "udo@"})
    assert refused.status_code == 422
    assert "valid email address" in refused.content.decode()
    assert client.post(f"/inbox/proposals/{proposal.ref}/take/", {"name": "Udo Uhl", "email": "udo@arnold.example"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.became is not None
    assert proposal.became.name == "Udo Uhl"


def test_whom_a_reply_names_is_taken_in_by_a_button(waiting: Received, written: Written, client: Client) -> None:
    signed(client, user_of(written.house.ines))
    client.post(f"/inbox/{waiting.ref}/choose/", {"kind": "referral", "name": "Udo Uhl", "email": "udo@arnold.example"})
    proposal = Proposal.objects.get()
    assert "Udo Uhl" in client.get(f"/inbox/{waiting.ref}/").content.decode()
    assert client.post(f"/inbox/proposals/{proposal.ref}/take/", {"name": "Udo Uhl", "email": "udo@arnold.example"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.became is not None
    assert signed(client, user_of(written.house.ivo)).post(f"/inbox/proposals/{proposal.ref}/leave/").status_code == 404


def test_a_list_goes_on_page_by_page(written: Written, take: Take, client: Client) -> None:
    for number in range(52):
        Received.objects.create(hashed="", size=1, received_at=LATER, state="waits", subject=f"Mail {number}.", prospect=written.anna)
    first = signed(client, user_of(written.house.ines)).get("/inbox/")
    assert "Mail 51." in first.content.decode()
    assert "Mail 1." not in first.content.decode()
    last = first.context["lines"][-1].ref
    assert "Mail 1." in client.get(f"/inbox/?tab=waiting&after={last}").content.decode()


def test_what_came_back_is_told_on_its_page(written: Written, take: Take, client: Client) -> None:
    row = take(report(to=written.back_to))
    assert "the address is of no use" in signed(client, user_of(written.house.ines)).get(f"/inbox/{row.ref}/").content.decode()


def test_a_rep_connects_their_own_mailbox_and_not_the_houses(written: Written, client: Client) -> None:
    line = {"host": "imap.house.example", "port": 993, "security": "tls", "user": "ines", "password": "secret", "folder": ""}
    signed(client, user_of(written.house.ines))
    assert client.post("/inbox/mailboxes/", {**line, "kind": "house"}).status_code == 422
    assert client.post("/inbox/mailboxes/", {**line, "kind": "sent"}).status_code == 302
    box = Mailbox.objects.get()
    assert (box.seat, box.kind) == (written.house.ines, "sent")
    assert "secret" not in client.get("/inbox/mailboxes/").content.decode()
    assert signed(client, user_of(written.house.ivo)).post(f"/inbox/mailboxes/{box.ref}/retire/").status_code == 404
    assert signed(client, written.house.mona).post(f"/inbox/mailboxes/{box.ref}/retire/").status_code == 302


def test_the_timeline_leads_to_the_mail_for_whoever_may_open_it(waiting: Received, written: Written, client: Client) -> None:
    link, story = f'href="/inbox/{waiting.ref}/"', f"/prospects/{written.anna.ref}/"
    for user, leads in ((user_of(written.house.ines), True), (written.house.mona, True), (written.house.dora, False)):
        answer = signed(client, user).get(story)
        assert (answer.status_code, link in answer.content.decode()) == (200, leads), user
        assert (client.get(f"/inbox/{waiting.ref}/").status_code == 200) is leads


def test_reps_find_the_mail_that_left_beside_what_came_in(written: Written, client: Client) -> None:
    assert 'href="/outbox/"' in signed(client, user_of(written.house.ines)).get("/inbox/").content.decode()
    assert 'href="/inbox/"' in client.get("/desk/").content.decode()
    assert client.get("/outbox/").status_code == 200
