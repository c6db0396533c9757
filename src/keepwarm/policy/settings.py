"""Each value of the policy in words: what it means, its unit, its bounds, and where its default comes from (PRODUCT.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUR_CHOICE = _("our choice")
COMMON_PRACTICE = _("common practice")
PLANNING_VALUE = _("our choice, a planning value")


class Unit(StrEnum):
    """How a value is counted, shown and typed."""

    SHARE = "share"  # kept as a fraction, shown and typed as percent
    TIMES = "times"
    DAYS = "days"
    MONTHS = "months"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    HOURS = "hours"
    MINUTES = "minutes"
    WORDS = "words"
    POINTS = "points"
    PEOPLE = "people"
    CENTS = "cents"  # minor units of the house's money
    CLOCK = "clock"  # kept as minutes of the day, shown and typed as 09:00
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value: its name in `engine.policy.Policy`, its bounds (inclusive, in the unit it is kept in)."""

    name: str
    group: str | Promise
    label: str | Promise
    unit: Unit
    low: float
    high: float
    source: str | Promise = OUR_CHOICE


_CALLS, _TIMES, _PACE, _LETTERS, _LEADS = _("Calls"), _("When and how soon"), _("Pace"), _("Letters"), _("Leads")
_READINESS, _CUSTOMERS, _MAILINGS = _("Readiness"), _("Customers"), _("Mailings and messages")
_MINUTES_A_DAY = 24 * 60

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "call_attempts",
        _CALLS,
        _("Call attempts before keeping warm"),
        Unit.TIMES,
        1,
        30,
        _("one vendor's own customers, 3.5 million leads, likely consumer finance: 93 % of converters reached by the sixth (low trust)"),
    ),
    Setting("voicemails", _CALLS, _("Voicemails in one round at most"), Unit.TIMES, 0, 10),
    Setting("retry_gap_days", _CALLS, _("Least days between two attempts"), Unit.DAYS, 0, 30),
    Setting("call_opens_minute", _CALLS, _("Calling hours begin, their local time"), Unit.CLOCK, 0, _MINUTES_A_DAY),
    Setting("call_closes_minute", _CALLS, _("Calling hours end, their local time"), Unit.CLOCK, 0, _MINUTES_A_DAY),
    Setting("cold_calls", _CALLS, _("Call people who showed no interest themselves"), Unit.YES_NO, 0, 1),
    Setting("colleague_gap_days", _CALLS, _("No second call into a firm by another rep within"), Unit.DAYS, 0, 60),
    Setting("call_minutes", _CALLS, _("Minutes for one call with its log"), Unit.MINUTES, 1, 120, PLANNING_VALUE),
    Setting(
        "contact_within_working_hours",
        _TIMES,
        _("“Please contact me” is answered by a first call within"),
        Unit.WORKING_HOURS,
        1,
        40,
        _("audit of 2,241 firms: 23 % never answered (medium trust)"),
    ),
    Setting("reply_within_working_hours", _TIMES, _("A reply is answered within"), Unit.WORKING_HOURS, 1, 40),
    Setting("first_call_within_days", _TIMES, _("A new inquiry that asked for nothing is called within"), Unit.DAYS, 0, 60),
    Setting("inquiry_fresh_days", _TIMES, _("A new inquiry stays news for"), Unit.DAYS, 1, 365),
    Setting("answers_fresh_days", _TIMES, _("Mails say what somebody answered for"), Unit.DAYS, 1, 3_650),
    Setting("stalled_days", _TIMES, _("Warm and no progress for this long is stalled"), Unit.DAYS, 1, 365),
    Setting("handoff_working_days", _TIMES, _("A hand-off is answered within"), Unit.WORKING_DAYS, 1, 20, COMMON_PRACTICE),
    Setting(
        "handoff_first_call_working_days",
        _TIMES,
        _("After accepting, the first call is made within"),
        Unit.WORKING_DAYS,
        1,
        20,
        COMMON_PRACTICE,
    ),
    Setting(
        "handoff_pass_on_working_hours",
        _TIMES,
        _("An unanswered hand-off, once the manager knows, goes to another rep after"),
        Unit.WORKING_HOURS,
        1,
        40,
    ),
    Setting("offer_by_itself", _LEADS, _("The system offers a lead to sales by itself"), Unit.YES_NO, 0, 1),
    Setting("one_signs_for_both", _LEADS, _("One person signs the definition for marketing and sales"), Unit.YES_NO, 0, 1),
    Setting("review_months", _LEADS, _("The definition of a lead is reviewed every"), Unit.MONTHS, 1, 24),
    Setting("review_returned_share", _LEADS, _("…or when this share of the hand-offs came back"), Unit.SHARE, 0, 1),
    Setting("gap_days", _PACE, _("Least gap between touches"), Unit.DAYS, 0, 60),
    Setting("cap_touches", _PACE, _("Most touches of one person in the days of the cap"), Unit.TIMES, 1, 60),
    Setting("cap_days", _PACE, _("Days of the cap"), Unit.DAYS, 1, 365),
    Setting("pace_days", _PACE, _("The low-cost conversation speaks every"), Unit.DAYS, 1, 365),
    Setting("longest_silence_days", _PACE, _("Longest silence"), Unit.DAYS, 7, 365),
    Setting(
        "conversation_months",
        _PACE,
        _("The conversation keeps on without a sign of life for"),
        Unit.MONTHS,
        1,
        60,
        _("unpublished industry study: over 40 % of those who buy do so after month six (low to medium trust)"),
    ),
    Setting(
        "email_share",
        _LETTERS,
        _("Email share of a rep's activity at most"),
        Unit.SHARE,
        0,
        1,
        _("the coaching rule this product is built on"),
    ),
    Setting("email_share_days", _LETTERS, _("…over the rep's last days worked"), Unit.DAYS, 1, 60),
    Setting("letter_minutes", _LETTERS, _("Minutes for one letter"), Unit.MINUTES, 1, 240, PLANNING_VALUE),
    Setting("letter_words", _LETTERS, _("Words in a letter at most"), Unit.WORDS, 20, 2000),
    Setting("letter_links", _LETTERS, _("Attachments or links in a letter at most"), Unit.TIMES, 0, 20),
    Setting("letter_reading_minutes", _LETTERS, _("Reading time of what is attached at most"), Unit.MINUTES, 0, 120),
    Setting("postage_minor", _LETTERS, _("Postage of one letter on paper"), Unit.CENTS, 0, 10_000, PLANNING_VALUE),
    Setting(
        "mailing_complaints",
        _MAILINGS,
        _("A mailing stops by itself when more complain than"),
        Unit.SHARE,
        0,
        1,
        _("our choice; large mailbox providers ask for fewer than 0.3 %"),
    ),
    Setting("mailing_opt_outs", _MAILINGS, _("…when more want no more of them than"), Unit.SHARE, 0, 1),
    Setting("mailing_bounces", _MAILINGS, _("…when more mails come back than"), Unit.SHARE, 0, 1),
    Setting("mailing_first_share", _MAILINGS, _("Where a mailing goes slowly, so many get it first"), Unit.SHARE, 0, 1),
    Setting("mailing_first_least", _MAILINGS, _("…but at least"), Unit.PEOPLE, 1, 10_000),
    Setting("mailing_watch_hours", _MAILINGS, _("…and they are watched, before the rest gets it, for"), Unit.HOURS, 1, 336),
    Setting("mailing_no_sign_slow", _MAILINGS, _("It goes slowly when so many never gave a sign of interest"), Unit.SHARE, 0, 1),
    Setting("mailing_no_sign_refuse", _MAILINGS, _("…and not at all when so many never did"), Unit.SHARE, 0, 1),
    Setting("mailing_often_warn", _MAILINGS, _("It is warned of when so many have heard from us as often as agreed"), Unit.SHARE, 0, 1),
    Setting("mailing_often_refuse", _MAILINGS, _("…and does not go when so many have"), Unit.SHARE, 0, 1),
    Setting("mailing_big", _MAILINGS, _("To fewer people than these it goes slowly instead"), Unit.PEOPLE, 1, 1_000_000),
    Setting("parcels_kept_days", _MAILINGS, _("What a gateway or other software took is kept as it went for"), Unit.DAYS, 7, 3_650),
    Setting("customer_quiet_days", _CUSTOMERS, _("A customer is quiet after no conversation for"), Unit.DAYS, 7, 730),
    Setting("keep_onboarding_days", _CUSTOMERS, _("Who sold calls for the first time after the sale within"), Unit.DAYS, 1, 90),
    Setting("keep_check_in_days", _CUSTOMERS, _("…and to hear how it goes after"), Unit.DAYS, 7, 730),
    Setting("keep_check_in_again_days", _CUSTOMERS, _("…and from then on every"), Unit.DAYS, 14, 730),
    Setting("keep_renewal_days", _CUSTOMERS, _("What ends is spoken about before its end by"), Unit.DAYS, 1, 365),
    Setting(
        "ask_after_promised_days",
        _CUSTOMERS,
        _("The customer is asked what was promised, after the last promised day by"),
        Unit.DAYS,
        0,
        90,
    ),
    Setting("ask_after_sale_days", _CUSTOMERS, _("…or, where nothing was promised, after the sale by"), Unit.DAYS, 1, 180),
    Setting("referral_after_days", _CUSTOMERS, _("Whom they know is asked after a kept promise by"), Unit.DAYS, 1, 60),
    Setting("case_working_days", _CUSTOMERS, _("A complaint is settled within"), Unit.WORKING_DAYS, 1, 20),
    Setting("readiness_mark", _READINESS, _("Somebody kept warm is called when what they did comes to"), Unit.POINTS, 1, 1000),
    Setting("readiness_half_life_days", _READINESS, _("What they did counts half after"), Unit.DAYS, 1, 365),
    Setting("readiness_date_near_days", _READINESS, _("A date for coming back stands when it is nearer than"), Unit.DAYS, 0, 365),
    Setting("points_click", _READINESS, _("A link of a mail followed"), Unit.POINTS, 0, 100),
    Setting("points_visit", _READINESS, _("A marked page looked at"), Unit.POINTS, 0, 100),
    Setting("points_download", _READINESS, _("Something downloaded"), Unit.POINTS, 0, 100),
    Setting("points_signed_up", _READINESS, _("Signed up for a seminar"), Unit.POINTS, 0, 100),
    Setting("points_attended", _READINESS, _("Came to a seminar"), Unit.POINTS, 0, 100),
    Setting("points_answered", _READINESS, _("A question answered"), Unit.POINTS, 0, 100),
    Setting("points_replied", _READINESS, _("A mail of ours answered"), Unit.POINTS, 0, 100),
)
SETTING_OF = {setting.name: setting for setting in SETTINGS}
