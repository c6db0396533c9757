"""Why something about a mailing is refused, each with its sentence."""

from keepwarm.lib.refusal import Refusal


class UnknownMailing(Refusal):
    """There is no mailing of that reference."""


class MailingRefused(Refusal):
    """What is asked cannot be done with this mailing as it stands."""


class ReasonMissing(Refusal):
    """A person has to say why."""


class StaleMailing(Refusal):
    """Somebody changed it since it was read."""


class CheckRefused(Refusal):
    """There is no such check, or it cannot be done now."""
