"""Every write about the people of the house."""

from keepwarm.staff.actions.absences import BadAbsence, close_seat, end_absence, mark_covered, record_absence
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.actions.keys import KeyRefused, Scope, make_key, note_key_used, revoke_key
from keepwarm.staff.actions.people import (
    NewPerson,
    PersonRefused,
    change_password,
    change_profile,
    create_user,
    found_house,
    grant_role,
    revoke_role,
    set_roles,
)
from keepwarm.staff.actions.seats import (
    Hours,
    SeatRefused,
    change_hours,
    join_team,
    keep_seated,
    make_team,
    rename_team,
    set_rate,
    set_territories,
)
from keepwarm.staff.actions.sweeping import forget_old_submissions, forget_submissions_about

__all__ = [
    "BadAbsence",
    "Hours",
    "KeyRefused",
    "NewPerson",
    "PersonRefused",
    "Scope",
    "SeatRefused",
    "change_hours",
    "change_password",
    "change_profile",
    "close_seat",
    "create_user",
    "end_absence",
    "forget_old_submissions",
    "forget_submissions_about",
    "found_house",
    "grant_role",
    "join_team",
    "keep_seated",
    "make_key",
    "make_team",
    "mark_covered",
    "note_in_audit",
    "note_key_used",
    "record_absence",
    "rename_team",
    "revoke_key",
    "revoke_role",
    "set_rate",
    "set_roles",
    "set_territories",
]
