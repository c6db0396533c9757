"""Every write of seminars. Lock order: the seminar's row, then prospects, then guests."""

from keepwarm.seminars.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.seminars.actions.attending import DOORS_OPEN, NoTick, mark_attended, take_attendance_back
from keepwarm.seminars.actions.following import follow_up, write_to_missing
from keepwarm.seminars.actions.leaving import give_seat_back, move_up
from keepwarm.seminars.actions.offering import keep_items
from keepwarm.seminars.actions.planning import NewSeminar, call_off, change_seminar, make_seminar, open_seminar
from keepwarm.seminars.actions.signing_up import SignUp, sign_up
from keepwarm.seminars.actions.telling import remind_guests, tell_guests

__all__ = (
    "DOORS_OPEN",
    "NewSeminar",
    "NoTick",
    "SignUp",
    "absorb",
    "call_off",
    "change_seminar",
    "follow_up",
    "forget",
    "give_back",
    "give_seat_back",
    "keep_items",
    "make_seminar",
    "mark_attended",
    "move_up",
    "open_seminar",
    "reassign",
    "remind_guests",
    "sign_up",
    "take_attendance_back",
    "tell_guests",
    "write_to_missing",
)
