"""The snippets that a new house begins with, our own words: short, one ask, nothing to read at home."""

from typing import Final

from keepwarm.engine.letter.words import Purpose

FIRST: Final[tuple[dict[str, str], ...]] = (
    {
        "name": "A time to talk",
        "purpose": Purpose.SCHEDULE,
        "subject": "Fifteen minutes this week?",
        "text": "Hello {{given_name}},\n\n"
        "you asked about {{topic|our work}}. May I call you for fifteen minutes: {{times}}?\n\n"
        "{{my_name}}\n",
    },
    {
        "name": "After a call attempt",
        "purpose": Purpose.AFTER_VOICEMAIL,
        "subject": "I tried to reach you",
        "text": "Hello {{given_name}},\n\n"
        "I have just tried to reach you by phone. When does a short call suit you: {{times}}?\n\n"
        "{{my_name}}\n",
    },
    {
        "name": "The time we agreed on",
        "purpose": Purpose.CONFIRM,
        "subject": "Our call",
        "text": "Hello {{given_name}},\n\nthank you: I will call you at the time we agreed on.\n\n{{my_name}}\n",
    },
    {
        "name": "Who looks after this?",
        "purpose": Purpose.FIND_CONTACT,
        "subject": "Who looks after this at {{firm|your firm}}?",
        "text": "Hello {{given_name}},\n\nwho at {{firm|your firm}} is the right person to ask about {{topic|this}}?\n\n{{my_name}}\n",
    },
    {
        "name": "Who else should know?",
        "purpose": Purpose.ASK_REFERRAL,
        "subject": "One question",
        "text": "Hello {{given_name}},\n\n"
        "is there somebody you know who is looking into {{topic|the same}} now, and would like a call?\n\n"
        "{{my_name}}\n",
    },
    {
        "name": "Your question",
        "purpose": Purpose.ANSWER,
        "subject": "Your question",
        "text": "Hello {{given_name}},\n\nthank you for asking.\n\n\n\n{{my_name}}\n",
    },
)
