"""Who asks in writing not to be called is heard, in several languages; who only says when, or complains of no call, is not mistaken."""

import pytest

from keepwarm.engine.replies.calls import asks_for_no_calls


@pytest.mark.parametrize(
    "text",
    [
        "Please don't call me again.",
        "Please do not call, write to me instead.",
        "Stop calling us!",
        "We are fine. Never call me again, please.",
        "No more calls, please.",
        "No calls please, we are not in the market.",
        "Please stop ringing the shop, it is the only line that customers have.",
        "I prefer mail. Do not call me on my mobile.",
        "Bitte rufen Sie mich nicht mehr an.",
        "Kein Bedarf, danke. Bitte rufen Sie deswegen auch nicht mehr an.",
        "Bitte keine weiteren Anrufe.",
        "Danke. Bitte nicht mehr anrufen, sondern schreiben.",
        "Ne m'appelez plus.",
        "Merci de ne plus nous appeler.",
        "Por favor, no me llamen más.",
        "Bel mij niet meer.",
    ],
)
def test_a_plain_request_is_heard(text: str) -> None:
    assert asks_for_no_calls(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please don't call me before Thursday.",
        "Please do not call at lunchtime.",
        "Only don't ring me while the hay is out.",
        "No calls this week or next. From the 10th I am human again.",
        "You never call me.",
        "They promised and never call us.",
        "If you do not call us, we will take another supplier.",
        "Why don't you call me?",
        "Don't call back, I will ring you.",
        "Please do not hesitate to call me.",
        "Don't call it a pump.",
        "Never mind, call me.",
        "Call me, don't write.",
        "Rufen Sie mich nicht vor Montag an.",
        "Sie rufen nie an.",
        "I do not call people on Sundays.",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert not asks_for_no_calls(text)
