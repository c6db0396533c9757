"""Reads of consent: may this be sent, what is suppressed, who is behind a link."""

from keepwarm.consent.queries.holders import Behind, who_is_behind
from keepwarm.consent.queries.sending import Mail, MaySend, Sending, WhyNot, may_send
from keepwarm.consent.queries.suppressed import addresses_closed_by, suppressed

__all__ = ["Behind", "Mail", "MaySend", "Sending", "WhyNot", "addresses_closed_by", "may_send", "suppressed", "who_is_behind"]
