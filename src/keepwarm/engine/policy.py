"""Policy: what the house agreed, as typed values. The defaults are those of PRODUCT.md, with their sources there.

Every value can be edited and each edit is a new version. The room `policy` keeps the versions; the engine reads one.
"""

from dataclasses import dataclass, field

from keepwarm.engine.lead import LeadDefinition, provisional_definition


@dataclass(frozen=True, slots=True)
class Policy:
    """Days are calendar days unless named `working`. "
    "Shares are fractions. Minutes are minutes of our people's time."""

    version: int = 0
    email_share: float = 0.20  # of a rep's activity; coaching rule this product is built on
    email_share_days: int = 5  # the rep's last days worked
    call_attempts: int = 6  # one vendor's own customers: 93 % of converters reached by the sixth (low trust)
    voicemails: int = 2  # in one round
    contact_within_working_hours: int = 1  # audit of 2,241 firms (medium trust)
    first_call_within_days: int = 2  # a new inquiry that asked for nothing: our choice
    stalled_days: int = 14  # our choice
    customer_quiet_days: int = 90  # our choice
    gap_days: int = 3  # between our touches
    retry_gap_days: int = 1  # attempts are on different days
    pace_days: int = 21  # how often the low-cost conversation speaks, when all is well: our choice
    cap_touches: int = 4  # in cap_days, attempts and answers not counted
    cap_days: int = 30
    longest_silence_days: int = 60
    colleague_gap_days: int = 3  # no second call into a firm by another rep within these days, unasked
    handoff_working_days: int = 1  # until sales accepts or returns an offered lead: common practice
    handoff_first_call_working_days: int = 1  # from accepting to the first call: common practice
    handoff_pass_on_working_hours: int = 4  # after the manager was told, until another rep is asked: our choice
    offer_by_itself: bool = False  # a lead is offered by the system, not only by a person
    one_signs_for_both: bool = False  # a house without two teams: one person signs a lead definition for both sides
    review_months: int = 3  # a lead definition is looked at anew each quarter
    review_returned_share: float = 0.30  # or when so many of the hand-offs answered since then came back: our choice
    conversation_months: int = 12
    letter_words: int = 150
    letter_links: int = 1
    letter_reading_minutes: int = 10
    call_opens_minute: int = 9 * 60  # of their local day
    call_closes_minute: int = 18 * 60
    cold_calls: bool = False
    call_minutes: int = 8  # planning value for one call with its log: our choice
    letter_minutes: int = 6
    reply_within_working_hours: int = 4
    inquiry_fresh_days: int = 30  # after that a new inquiry is no longer news
    answers_fresh_days: int = 180  # an older answer is not claimed in a mail as if it were of today: our choice
    readiness_mark: int = 50  # points at which somebody kept warm is called; all points: our choice
    readiness_half_life_days: int = 30
    readiness_date_near_days: int = 45  # a date set for coming back that is nearer stands
    points_click: int = 5
    points_visit: int = 10  # of a marked page, for each time it weighs
    points_download: int = 15
    points_signed_up: int = 15
    points_attended: int = 25
    points_answered: int = 10
    points_replied: int = 20
    keep_onboarding_days: int = 7  # after a sale, the first call that keeps a customer; these of customers: our choice
    keep_check_in_days: int = 90
    keep_check_in_again_days: int = 180  # and then every so often
    keep_renewal_days: int = 60  # before what was sold ends
    ask_after_promised_days: int = 7  # behind the last promised day the customer is asked openly how it went
    ask_after_sale_days: int = 14  # the same where nothing was promised beyond the quote
    referral_after_days: int = 3  # behind a kept promise, not in the same breath
    case_working_days: int = 2  # in which a complaint is to be settled
    postage_minor: int = 95  # cents of a standard letter: the German price of 2025, to be set by each house
    mailing_complaints: float = 0.001  # of those it reached; from here on a mailing pauses. Mailbox providers ask for fewer than 0.3 %
    mailing_opt_outs: float = 0.02  # the same; these and the following of mailings: our choice
    mailing_bounces: float = 0.05
    mailing_first_share: float = 0.10  # goes ahead where a mailing is slowed, and is watched before the rest follows
    mailing_first_least: int = 50  # and it is at least so many people, else it tells nothing
    mailing_watch_hours: int = 24
    mailing_big: int = 500  # from so many people on, what is unfocused is refused and not only slowed
    mailing_no_sign_slow: float = 0.10  # of its people never gave a sign of interest
    mailing_no_sign_refuse: float = 0.25
    mailing_often_warn: float = 0.02  # of its people have heard from us as often as agreed
    mailing_often_refuse: float = 0.20
    parcels_kept_days: int = 90  # what a gateway or other software took is kept so long as it went: our choice
    lead_definition: LeadDefinition = field(default_factory=provisional_definition)
