"""The kind of a reply: what the prospect wrote now counts, whatever is quoted below."""

from datetime import date

import pytest

from keepwarm.engine.replies.kinds import judge
from keepwarm.engine.replies.model import KINDS
from keepwarm.engine.replies.reading import Reading, read_reply

DAY = date(2025, 5, 7)
MISLEADING = "\n\nOn 6 May 2025 Sam Reed wrote:\n> Not interested? Reply UNSUBSCRIBE. Shall I call you? I am out of the office on Friday.\n"


def read(body: str, subject: str = "Re: Our offer") -> Reading:
    return read_reply(subject, body + MISLEADING, DAY)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("unsubscribe", "Please remove me from your mailing list."),
        ("unsubscribe", "Bitte nehmen Sie mich aus Ihrem Verteiler."),
        ("unsubscribe", "Merci de me retirer de vos fichiers."),
        ("complaint", "The pump you sold us has broken down again and nobody answers your hotline."),
        ("complaint", "Ihr Techniker ist wieder nicht gekommen, seit Montag steht alles still."),
        ("wants_call", "Could you ring me tomorrow at ten?"),
        ("not_now", "Not now, please try me again in September."),
        ("not_interested", "Thank you, but we have no need for this and stay with our supplier."),
        ("objection", "You are 20 percent above your competitor, I cannot justify that price."),
        ("interested", "This sounds good, please send me a quote for two units."),
        ("question", "Does the price include delivery, and what is the lead time?"),
        ("wrong_person", "You have the wrong person, I have nothing to do with purchasing."),
        ("thanks_only", "Many thanks, received."),
        ("referral", "Please speak to my colleague Ann Lee, ann.lee@mill.example, who handles purchasing."),
        ("left_company", "Tom Hill no longer works here."),
    ],
)
def test_a_plain_reply_is_what_it_says(kind: str, body: str) -> None:
    assert read(body).kind == kind


@pytest.mark.parametrize(
    "body",
    [
        "Please stop calling the workshop. We are not buying.",
        "Please take the second item off the order.",
        "Could you take us through the offer on Thursday?",
        "Drop me a line when the new price list is out, we'd like two.",
        "Stop sending invoices for a machine we returned in May. This is the third time I ask.",
        "Do you delete the data of people who unsubscribe?",
        "Rufen Sie mich deswegen bitte nicht mehr an, wir kaufen nichts.",
        "Cessez de nous livrer la mauvaise référence, c'est inadmissible.",
        "Wir verschicken keine Newsletter, insofern kein Thema für uns.",
        "We don't send any newsletters ourselves, so a tool for that is nothing for us.",
    ],
)
def test_who_wants_an_end_of_something_else_wants_no_end_of_mails(body: str) -> None:
    assert read(body).kind != "unsubscribe"
    assert dict(read(body).ranking)["unsubscribe"] < 0.4


@pytest.mark.parametrize(
    "body",
    [
        "We stopped all purchasing until April. Please don't unsubscribe me, I want to hear from you then.",
        "Please keep me on the list.",
        "Please don't remove me from your mailing list.",
        "Hi Dana, put me on the list for the June webinar.",
        "Add me to your mailing list please, and my colleague as well.",
        "Nehmen Sie mich bitte nicht aus dem Verteiler, ich lese gern mit.",
        "Nehmen Sie uns bitte auch in Ihren Verteiler auf.",
        "Ne me désabonnez pas, cela m'intéresse toujours.",
        "No me den de baja, por favor.",
    ],
)
def test_who_asks_to_stay_on_the_list_or_to_be_put_on_it_is_not_taken_off(body: str) -> None:
    reading = read(body)
    assert reading.kind != "unsubscribe"
    assert "unsubscribe" in reading.heed


@pytest.mark.parametrize(
    "body",
    [
        "You add me to your list without asking? Take me off.",
        "If you don't remove me from this list I'll report you.",
        "You still don't remove me although I asked twice.",
        "Why do you keep me on this list? Remove me.",
        "I don't want you to keep me on your list.",
        "Please add this address to your suppression list.",
        "Wer hat mich in den Verteiler aufgenommen? Bitte austragen.",
        "Unterlassen Sie weitere Zusendungen.",
        "Someone put me on your list without my consent. Remove me.",
        "It seems my assistant put us on the mailing list by mistake, please delete us.",
        "Remove me, or leave me on the list and hear from my lawyer.",
        "We don't send newsletters and don't want any. Take us off your list.",
        "Bitte entfernen Sie mich nicht nur aus dem Newsletter, sondern aus allem.",
    ],
)
def test_who_only_speaks_of_staying_on_the_list_is_taken_off(body: str) -> None:
    assert read(body).kind == "unsubscribe"


@pytest.mark.parametrize(
    "body",
    [
        "Can your software remove duplicates from a list of 40,000 addresses?",
        "You will no longer receive our weekly digest. Your preferences were updated.",
        "Kann Ihre Software Adressen aus dem Verteiler löschen, wenn sich jemand abmeldet?",
        "Please confirm your subscription to our newsletter by clicking the link below. If you didn't request it, ignore this mail.",
    ],
)
def test_what_a_product_does_and_what_a_machine_tells_asks_for_no_end(body: str) -> None:
    assert not (read(body).kind == "unsubscribe" and read(body).is_sure)


@pytest.mark.parametrize("body", ["Please stop calling the workshop. We are not buying.", "Bitte rufen Sie mich deswegen nicht mehr an."])
def test_who_wants_no_more_calls_wants_no_call(body: str) -> None:
    assert read(body).kind != "wants_call"


@pytest.mark.parametrize("body", ["STOP", "Remove, please", "Kindly send nothing more to this address.", "Bitte abmelden"])
def test_few_words_that_ask_for_an_end_are_enough(body: str) -> None:
    assert read(body).kind == "unsubscribe"


@pytest.mark.parametrize(
    ("kind", "subject", "body"),
    [
        ("out_of_office", "Automatic reply: Our offer", "I am out of the office until 14 July."),
        ("out_of_office", "Abwesenheitsnotiz", "Ich bin im Urlaub und ab dem 2. Juni wieder erreichbar."),
        (
            "auto_ack",
            "Ticket received [#4711]",
            "Your request has been received and registered under number 4711. Do not reply to this mail.",
        ),
        ("auto_ack", "Gelesen: Angebot", "Ihre Nachricht wurde am 6. Mai gelesen."),
    ],
)
def test_mail_of_a_machine_is_known(kind: str, subject: str, body: str) -> None:
    assert read_reply(subject, body, DAY).kind == kind


def test_headers_that_call_a_mail_automatic_are_believed() -> None:
    body = "Thanks for your mail. Not interested in anything until Monday, when I am back."
    assert judge("Re: Offer", body, automatic=True).kind in {"out_of_office", "auto_ack", "left_company"}
    assert judge("Re: Offer", body, automatic=False).kind not in {"out_of_office", "auto_ack"}


def test_every_kind_is_ranked_and_the_chances_are_one_together() -> None:
    ranking = read("Please send a quote.").ranking
    assert {kind for kind, _ in ranking} == set(KINDS)
    assert sum(chance for _, chance in ranking) == pytest.approx(1, abs=0.01)
    assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)


def test_a_mail_without_words_is_for_a_person_to_look_at() -> None:
    assert not read_reply("Re: Offer", "> quoted only\n", DAY).is_sure


def test_questions_are_told_as_they_were_written() -> None:
    assert read("Nice. What does it weigh? And is it red? Thanks.").asked == ("What does it weigh?", "And is it red?")


def test_a_day_counts_only_where_it_is_one_to_come_back_on() -> None:
    assert read("Please call me on Friday at ten.").wake_on == date(2025, 5, 9)
    assert read("Many thanks for the parts, they came on Friday.").wake_on is None


def test_what_may_be_one_of_the_kinds_not_to_be_missed_is_said_even_in_doubt() -> None:
    assert "unsubscribe" in read("Strike me off your list, and good luck with the pumps.").heed
    assert "unsubscribe" not in read("Please send a quote for two pumps.").heed
