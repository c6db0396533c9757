"""A mailing leaves in chunks, one after the other, until its pace, its share or its limits hold it; and what became of it is read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q

from keepwarm.decisions.actions.results import settle_results_of
from keepwarm.engine.blast import compare
from keepwarm.lib.collecting import seldom_collecting
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.actions.chunks import AHEAD, Run, send_chunk
from keepwarm.mailings.actions.listing import choose_who_goes_ahead
from keepwarm.mailings.actions.steering import pause_because, pause_by_itself
from keepwarm.mailings.actions.writing import ONCE, list_id_of, prepare_texts
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.due import due, room_in_the_outbox, running
from keepwarm.mailings.queries.figures import has_two, limits_in_force
from keepwarm.mailings.queries.turning_away import arm
from keepwarm.outbox.queries.accounts import NoAccount

HOUR = timedelta(hours=1)
OURS = Q(kind="mailing", once_key__startswith=ONCE)
"""The messages of mailings, known by the key that makes each unique."""


def send_what_is_due(*, now: datetime, most: int = 50_000) -> Run:
    """Every running mailing, as far as its pace, its share and its limits let it. A crash between two chunks leaves the rest waiting."""
    run = Run(now=now)
    for mailing in running(now=now):
        list_id = list_id_of(mailing)
        if not list_id:
            run.no_account = True
        elif not pause_by_itself(mailing, now=now):
            _send_or_pause(mailing, list_id, run, most)
    return run


def _send_or_pause(mailing: Mailing, list_id: str, run: Run, most: int) -> None:
    """What cannot be written to somebody holds its own mailing and no other."""
    try:
        release_the_rest(mailing, now=run.now)
        _send_one(mailing, list_id, run, most)
        end_when_done(mailing, now=run.now)
    except NoAccount:  # taken away in the middle: it waits for another
        run.no_account = True
    except Refusal as problem:
        pause_because(mailing, problem.sentence, now=run.now)


def _send_one(mailing: Mailing, list_id: str, run: Run, most: int) -> None:
    texts, room = prepare_texts(mailing, now=run.now), room_in_the_outbox(mailing, now=run.now)
    with seldom_collecting():
        while room > 0 and run.done < most:
            rows, before = due(mailing, min(AHEAD, room, most - run.done), now=run.now), run.done
            if not rows:
                return
            room -= send_chunk(mailing, rows, texts, list_id, run)
            if run.done == before:  # somebody held it, or another run was faster: the next minute looks again
                return


def release_the_rest(mailing: Mailing, *, now: datetime) -> None:
    """When the first share is out and was watched long enough, the rest gets its date, and the better text when one is better."""
    if not mailing.first or mailing.rest_at is not None:
        return
    ahead = mailing.recipients.filter(ahead=True)
    newest = ahead.filter(state=Recipient.State.SENT).aggregate(at=Max("ended_at"))["at"]
    if ahead.filter(state=Recipient.State.WAITS, due_at__lte=now).exists():
        return
    if newest is None:
        choose_who_goes_ahead(mailing)
        return
    rest_at = newest + limits_in_force().watch_hours * HOUR
    if rest_at <= now:
        better = compare(arm(mailing, "a"), arm(mailing, "b")).better if has_two(mailing) else ""
        mailing.rest_at, mailing.better = now, better
        Mailing.objects.filter(pk=mailing.pk, rest_at__isnull=True).update(rest_at=now, better=better)


def end_when_done(mailing: Mailing, *, now: datetime) -> None:
    """Nobody waits any more: it is gone."""
    if not mailing.recipients.filter(state=Recipient.State.WAITS).exists():
        Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.RUNNING).update(state=Mailing.State.DONE, ended_at=now)


def settle_results(*, now: datetime) -> int:
    """What became of the mails of mailings, into their touches, with the next touch of each. Returns how many."""
    return settle_results_of(OURS, now=now)
