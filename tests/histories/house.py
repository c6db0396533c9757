"""A house in which everything may happen to leads and hand-offs, in any order, and what must hold all the same.

Every act is the house's own action, called as the pages call it; a refusal is an answer. A clock stands beside.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from keepwarm.answers.actions import ask_first_questions
from keepwarm.circle.actions import MergeRefused, come_back, forget, hand_over, leave, mark_away, merge, unmerge
from keepwarm.circle.models import Merge
from keepwarm.circle.tasks import keep_absences
from keepwarm.decisions.actions import end, keep_warm, log_touches, plan, reopen, settle, undo_touch
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.engine.words import Evidence, RecycleReason
from keepwarm.handoff.actions import accept, give_back, offer, pass_on, withdraw
from keepwarm.handoff.models import Asking, HandOff
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import change_policy
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import grant_role, revoke_role
from keepwarm.staff.models import Absence, Role, Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, hire, meet, open_house, seat
from tests.histories.holding import PEOPLE, MustHold
from tests.leads import TOLD, agree

FIRMS = ("Mill", "Mill", "Mill", "Forge", "Forge", "")
"""Of each six: colleagues at two firms, and one alone."""


class Street(MustHold):
    """The house, its people, and two dozen prospects of whom many will be leads."""

    people = PEOPLE

    def __init__(self) -> None:
        self.house = open_house()
        self.now: datetime = NOW
        ask_first_questions()
        people = [
            meet(
                self.house,
                f"Person {number}",
                owner=(self.house.ines, self.house.ivo)[number % 2],
                firm=(firm := FIRMS[number % len(FIRMS)]) and f"{firm} {number // len(FIRMS)}",
                phone=f"+44113496{number:04}" if number % 5 else "",
                email=f"p{number}@street.example",
            )
            for number in range(self.people)
        ]
        self.ids = [one.pk for one in people]
        settle(self.ids, by=None, now=NOW)
        self.hired = self.refused = self.acts = self.steps = 0
        self.done: Counter[str] = Counter()

    def begin(self) -> None:
        """Another history, from the same morning."""
        self.now, self.hired, self.is_followed = NOW, 0, False
        for one in (self.house.max, self.house.mona, self.house.adam):
            one.__dict__.pop("_reach", None)

    def do(self, act: object, **how: object) -> None:
        """One act, whole or not at all. After every fourth the background has been there: so much happens between two ticks.

        `acts` counts calls; `steps` what was done, for each prospect to whom it was done: a call may log a touch with several.
        """
        self.acts += 1
        self.is_followed = False
        try:
            with transaction.atomic():
                done_to = act(**how)  # type: ignore[operator]
            self.steps += 1 if done_to is None else done_to
            self.done[act.__name__] += 1  # type: ignore[attr-defined]
        except Refusal:
            self.refused += 1
        if self.acts % 4 == 0:
            self.pass_time(1)

    # what sales and marketing do

    def offer(self, who: int, by: str) -> None:
        offer(self.ids[who], by={"max": self.house.max, "mona": self.house.mona}.get(by), now=self.now)

    def answer(self, who: int, how: str) -> None:
        ref = self._offered(who)
        by = self._asked(ref)
        if how == "accept":
            accept(ref, by=by, now=self.now)
        elif how == "by_manager":
            accept(ref, by=self.house.mona, now=self.now)
        else:
            wake_at = self.now + timedelta(days=40) if how == "no_budget" else None
            give_back(ref, reason=how, words="in their words", wake_at=wake_at, by=by, now=self.now)

    def withdraw(self, who: int) -> None:
        withdraw(self._offered(who), by=self.house.max, now=self.now)

    def pass_on(self, who: int) -> None:
        pass_on(self._offered(who), by=self.house.mona, now=self.now)

    def _offered(self, who: int) -> str:
        """One of those that wait; when none does, one that was answered before."""
        waiting = HandOff.objects.filter(state="offered", closed_at__isnull=True).order_by("pk").values_list("ref", flat=True)
        refs = list(waiting) or list(HandOff.objects.order_by("pk").values_list("ref", flat=True)) or ["nothing"]
        return refs[who % len(refs)]

    def _asked(self, ref: str) -> User | None:
        asking = Asking.objects.select_related("seat__user").filter(handoff__ref=ref, outcome="").first()
        return asking.seat.user if asking is not None else None

    # what happens to prospects

    def touch(self, whom: Sequence[int], channel: str, direction: str, disposition: str, **more: object) -> int:
        """The same touch with several of them, in one call; who was merged is left out, as a page would. With how many."""
        open_ids = [self.ids[who] for who in whom]
        rows = Prospect.objects.filter(pk__in=open_ids, merged_into__isnull=True).order_by("pk").values_list("pk", "owner_id")
        logged = log_touches(
            [NewTouch(pk, channel, direction, disposition, self.now, owner, **more) for pk, owner in rows],  # type: ignore[arg-type]
            by=self.house.mona,
            now=self.now,
        )
        return len(logged)

    def talk(self, whom: Sequence[int], how_much: int) -> int:
        answers = tuple(NewAnswer(key, value, int(Evidence.CONVERSATION)) for key, value in TOLD[:how_much])
        return self.touch(whom, "phone", "out", "reached", answers=answers)

    def recycle(self, whom: Sequence[int], days: int, *, on_the_phone: bool) -> int:
        until = self.now + timedelta(days=days)
        if on_the_phone:
            return self.touch(whom, "phone", "out", "reached", recycle_until=until, because="later", recycle_reason="not_now")
        for who in whom:
            keep_warm(self.ids[who], until, "later", reason=RecycleReason.NO_NEED, by=self.house.mona, now=self.now)
        return len(whom)

    def end(self, who: int) -> None:
        end(self.ids[who], "no_fit", because="too small", by=self.house.mona, now=self.now)

    def reopen(self, who: int) -> None:
        """One of those that ended, merged ones too."""
        ended = list(Prospect.objects.filter(ended_at__isnull=False).order_by("pk").values_list("pk", flat=True))
        if not ended:
            raise MergeRefused("Nobody has ended.")
        reopen(ended[who % len(ended)], because="came back", by=self.house.mona, now=self.now)

    def undo(self, who: int) -> None:
        newest = Touch.objects.filter(prospect_id=self.ids[who], voided_at__isnull=True).order_by("-pk").first()
        if newest is None:
            raise MergeRefused("Nothing was done.")
        undo_touch(newest.ref, by=self.house.mona, now=self.now)

    def merge(self, one: int, other: int) -> None:
        merge(self.ids[one], self.ids[other], because="the same", by=self.house.mona, now=self.now)

    def unmerge(self) -> None:
        newest = Merge.objects.filter(undone_at__isnull=True).order_by("-pk").first()
        if newest is None:
            raise MergeRefused("Nothing is merged.")
        unmerge(newest.ref, by=self.house.mona, now=self.now)

    def forget(self, who: int) -> None:
        forget(self.ids[who], by=self.house.mona, now=self.now)

    # what happens to the house

    def leave(self, which: int) -> None:
        """Somebody leaves; another is hired, mostly for the same work."""
        seats = list(
            Seat.objects.filter(kind="person", left_at__isnull=True, user__grants__role__in=["inside_rep", "closing_rep"]).order_by("pk")
        )
        if not seats:
            raise MergeRefused("Nobody is left.")
        gone = seats[which % len(seats)]
        role = Role.CLOSING_REP if gone.user is not None and gone.user.has_role(Role.CLOSING_REP) else Role.INSIDE_REP
        leave(gone, by=self.house.adam, now=self.now, because="moved away")
        self.hired += 1
        if which % 3 and gone.team is not None:
            seat(hire(f"New{self.hired}", role), gone.team)

    def give(self, who: int, to: int) -> None:
        """A manager gives somebody to a closing rep."""
        sellers = Seat.objects.filter(kind="person", left_at__isnull=True, user__grants__role="closing_rep").order_by("pk")
        if not sellers:
            raise MergeRefused("Nobody sells.")
        hand_over(self.ids[who], sellers[to % len(sellers)], because="knows them", by=self.house.mona, now=self.now)

    def stop_selling(self, which: int) -> None:
        """A closing rep answers inquiries from now on."""
        sellers = User.objects.filter(is_active=True, grants__role="closing_rep", seat__isnull=False).order_by("pk")
        if not sellers:
            raise MergeRefused("Nobody sells.")
        one = sellers[which % len(sellers)]
        grant_role(one, Role.INSIDE_REP, by=self.house.mona, now=self.now)
        revoke_role(one, Role.CLOSING_REP, by=self.house.mona, now=self.now)

    def away(self, which: int, hours: int) -> None:
        seats = list(Seat.objects.filter(kind="person", left_at__isnull=True, user__grants__role="closing_rep").order_by("pk"))
        if not seats:
            raise MergeRefused("Nobody sells.")
        mark_away(seats[which % len(seats)], by=self.house.mona, now=self.now, ends_at=self.now + timedelta(hours=hours))

    def back(self) -> None:
        absence = Absence.objects.filter(returned_at__isnull=True).order_by("pk").first()
        if absence is None:
            raise MergeRefused("Nobody is away.")
        come_back(absence, by=self.house.mona, now=self.now)

    def sign(self, needed: int, *, by_one: bool) -> None:
        """Another version of the definition; open hand-offs keep theirs."""
        newest = DefinitionVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
        agree(newest + 1, at=self.now, signed_by_one=by_one, needed=needed)

    def let_the_system_offer(self, value: bool) -> None:
        change_policy({"offer_by_itself": value}, because="tried", by=self.house.mona, now=self.now)

    def pass_time(self, minutes: int) -> None:
        """Time passes, and the background does what it does each minute."""
        self.now += timedelta(minutes=minutes)
        keep_absences(now=self.now)
        self.follow()
        self.is_followed = True
        self.check_clocks()

    def night(self) -> int:
        """The plan; whom it gave another next touch."""
        return plan(now=self.now).changed


Story = tuple[tuple[str, str, str], ...]
"""Touches of one person, one after the other: channel, direction, disposition."""


class Town(Street):
    """The same with hundreds of prospects; hundreds live through the same hours, all told in one call, as a list is."""

    people = 450
    minutes = 30

    def live_through(self, whom: Sequence[int], story: Story) -> int:
        rows = Prospect.objects.filter(pk__in=[self.ids[who] for who in whom], merged_into__isnull=True).order_by("pk")
        touches = [NewTouch(pk, *told, self.now, owner) for pk, owner in rows.values_list("pk", "owner_id") for told in story]
        return len(log_touches(touches, by=self.house.mona, now=self.now))
