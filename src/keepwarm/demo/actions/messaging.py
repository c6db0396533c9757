"""The demo's short messages: a gateway that rests, some people who said yes to them, what went out and what they answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from keepwarm.circle.actions.permitting import permit_and_settle
from keepwarm.consent.models import Channel, Permission
from keepwarm.courier.actions import add_endpoint
from keepwarm.courier.models import Endpoint, Parcel, State
from keepwarm.courier.new import NewEndpoint
from keepwarm.courier.queries import has_gateway
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.demo.story.mailings import ABOUT_PARTS, ANSWERED, ASKED, THANKED
from keepwarm.messaging.actions import hear, settle_results, write_messages
from keepwarm.messaging.models import Heard, Message
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User

HEARD = "demo-"
"""How the gateway's names of what it heard begin."""
PERMIT, WRITTEN_BEFORE = 8, 6
"""People who say yes to short messages, and the days before today on which they get one."""
GATEWAY = NewEndpoint("Demo: nobody", "http://127.0.0.1:9/messages", is_inside=True)
"""A port of this machine at which nobody listens (discard, RFC 863)."""


class Messages:
    """What happens of it, one evening after the other."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today, self.is_done = cast, today, False

    def live(self, on: date, *, now: datetime) -> None:
        """Once: they said yes, and get one; two of them answer, one asks for no more."""
        if self.is_done or (self.today - on).days > WRITTEN_BEFORE or has_gateway():
            return
        self.is_done = True
        _set_gateway(self.cast.manager, now=now - timedelta(hours=3))
        people = _permit(self.cast.marketer, now=now - timedelta(hours=2))
        write_messages([one.pk for one in people], text=ABOUT_PARTS, by=self.cast.marketer, now=now)
        _bring(now=now + timedelta(minutes=1))
        self._answer(now=now)

    def _answer(self, *, now: datetime) -> None:
        went = Message.objects.filter(parcel__state=State.ACCEPTED).select_related("prospect__owner__user").order_by("pk")
        came = [one.prospect for one in went]
        for place, (person, said) in enumerate(zip(came, (ASKED, THANKED, "STOP"), strict=False)):
            hear(f"{HEARD}{place}", _number(person), said, now=now + timedelta(minutes=10 * (place + 1)))
        if len(came) > 1:
            write_messages([came[0].pk], text=ANSWERED, by=came[0].owner.user, now=now + timedelta(minutes=45))
            _bring(now=now + timedelta(minutes=46))


def _number(person: Prospect) -> str:
    rows = person.addresses.filter(kind=Address.Kind.PHONE, state=Address.State.OK)
    return rows.order_by("rank", "pk").values_list("value", flat=True)[0]


def _set_gateway(by: User, *, now: datetime) -> None:
    row, _secret = add_endpoint(Endpoint.Kind.MESSAGES, GATEWAY, by=by, now=now)
    row.paused_at, row.paused_because = now, gettext("This is the demo: messages wait here, and nothing leaves.")
    row.save(update_fields=["paused_at", "paused_because"])
    note_made("endpoints", [row.pk])


def _permit(by: User, *, now: datetime) -> list[Prospect]:
    """People with a number who asked us themselves."""
    able = Prospect.objects.filter(ended_at__isnull=True, warm=True, addresses__kind="phone", addresses__state="ok", reached__gt=0)
    people = list(able.exclude(wishes__lifted_at__isnull=True, wishes__isnull=False).order_by("last_touch_at", "pk").distinct()[:PERMIT])
    for one in people:
        yes = Permission(prospect=one, channel=Channel.MESSAGE, kind="express", proof=gettext("said so on the phone"), given_at=now)
        permit_and_settle(yes, by=by, now=now)
    return people


def _bring(*, now: datetime) -> None:
    """What a gateway would answer: it takes all but the last, of which nobody knows."""
    waiting = list(Parcel.objects.filter(endpoint__kind=Endpoint.Kind.MESSAGES, state=State.QUEUED).order_by("pk"))
    for place, row in enumerate(waiting):
        is_lost = place and place == len(waiting) - 1
        row.state, row.because = (State.UNCERTAIN, "no_answer") if is_lost else (State.ACCEPTED, "")
        row.tries, row.first_tried_at, row.handed_at, row.settled_at = 1, now, now, now
        row.save(update_fields=["state", "because", "tries", "first_tried_at", "handed_at", "settled_at"])
    settle_results(now=now)


def remove_messages(made: dict[str, list[int]]) -> None:
    """The gateway, unless the house has made it its own, what was put to it and what came; the messages went with their people."""
    Heard.objects.filter(their_id__startswith=HEARD).delete()
    mine = Endpoint.objects.filter(pk__in=made.get("endpoints", []), url=GATEWAY.url)
    Parcel.objects.filter(endpoint__in=mine, message__isnull=True).delete()
    mine.filter(parcels__isnull=True).delete()
