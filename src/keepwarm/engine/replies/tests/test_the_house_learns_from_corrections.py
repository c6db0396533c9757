"""What people of the house put right changes how the next such reply is judged."""

from keepwarm.engine.replies.corrections import Corrected, likeness
from keepwarm.engine.replies.kinds import judge

ODD = "Ask the duck about it, the duck knows, we only clean the pond."


def test_a_reply_nearly_the_same_is_judged_as_the_person_did() -> None:
    before = dict(judge("Re: x", ODD).ranking)
    after = judge("Re: x", ODD + " Thanks", corrected=[Corrected("Re: y", ODD, "wrong_person")])
    assert dict(after.ranking)["wrong_person"] > before["wrong_person"]
    assert after.kind == "wrong_person"


def test_a_reply_of_other_words_is_judged_as_before() -> None:
    corrected = [Corrected("", ODD, "complaint")]
    other = "Please send a quote for two pumps."
    assert judge("Re: x", other, corrected=corrected) == judge("Re: x", other)


def test_the_same_corrections_give_the_same_answer() -> None:
    corrected = [Corrected("", ODD, "complaint"), Corrected("", "No more mails, duck.", "unsubscribe")]
    assert judge("", ODD, corrected=corrected) == judge("", ODD, corrected=corrected)


def test_likeness_is_one_for_the_same_and_little_for_others() -> None:
    assert likeness(("", ODD), ("", ODD)) > 0.99
    assert likeness(("", ODD), ("", "Bitte rufen Sie mich morgen an.")) < 0.1
