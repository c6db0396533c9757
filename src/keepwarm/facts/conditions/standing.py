"""Where we stand with people, their firm, and what is allowed, in SQL."""

from __future__ import annotations

from datetime import datetime

from keepwarm.consent.models import Channel, Wish
from keepwarm.engine.conditions.tree import Compare, IsKnown, Op
from keepwarm.facts.conditions.leaves import Leaf, Rows
from keepwarm.facts.conditions.sql import FALSE, TRUE, Piece, all_of, as_stored, compare_moment, compare_number, compare_text, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.prospects.models import Stage

OPEN = "e.ended_at IS NULL"
FAR_COME = "e.stage > 2 AND e.stage < 6"
"""Word for word the condition of an index, so that SQLite uses it."""
INDEXED = {"inquired_at", "last_touch_at", "next_touch_at"}
SMALL = 512
"""At most so many colleagues are counted: nobody asks for a firm by more."""


def stage_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """How far they have come."""
    if isinstance(part, IsKnown):
        return Leaf(TRUE)
    stage = Stage[str(part.value).upper()]
    where = f"e.stage = {int(stage)} AND {OPEN}"
    if stage > Stage.CONVERSING:
        where += f" AND {FAR_COME}"
    return Leaf(Piece(f"p.stage = {int(stage)}"), (Rows("prospects_prospect e", "e.id", Piece(where), is_sorted=True),), is_exact=True)


def step_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """What comes next: call, write or keep warm."""
    return Leaf(TRUE) if isinstance(part, IsKnown) else Leaf(Piece("p.next_step = %s", (part.value,)))


def text_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """Language and place: short words, compared without case; empty is unknown."""
    column = part.field
    if isinstance(part, IsKnown):
        return Leaf(Piece(f"p.{column} <> ''"))
    test = compare_text(f"lower(p.{column})", part.op, str(part.value))
    said = all_of([Piece(f"p.{column} <> ''"), test])
    if part.op is not Op.IS:
        return Leaf(said)
    forms = dict.fromkeys([str(part.value), str(part.value).upper(), str(part.value).capitalize()])
    where = Piece(f"e.{column} IN ({', '.join(['%s'] * len(forms))}) AND {OPEN}", tuple(forms))
    return Leaf(said, (Rows("prospects_prospect e", "e.id", where, len(forms) == 1),), is_exact=True) if part.value else Leaf(FALSE, ())


def number_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """A small number on the row."""
    if isinstance(part, IsKnown):
        return Leaf(TRUE)
    assert isinstance(part.value, float)
    return Leaf(compare_number(f"p.{part.field}", part.op, part.value))


def warm_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """Whether they showed interest themselves."""
    return _yes_or_no(part, Piece("p.warm"))


def moment_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """A moment on the row; three of them have an index."""
    column = part.field
    if isinstance(part, IsKnown):
        return Leaf(Piece(f"p.{column} IS NOT NULL"))
    assert not isinstance(part.value, str | float | bool)
    test = compare_moment(f"p.{column}", part.op, part.value, now)
    sure = Piece(f"p.{column} IS NOT NULL AND {test.sql}", test.params)
    where = compare_moment(f"e.{column}", part.op, part.value, now)
    rows = Rows("prospects_prospect e", "e.id", Piece(f"{where.sql} AND {OPEN}", where.params))
    return Leaf(sure, (rows,) if column in INDEXED else None, is_exact=True)


def firm_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """The organization by its name or its place."""
    if isinstance(part, IsKnown) and part.field == "firm":
        return Leaf(Piece("p.organization_id IS NOT NULL"))
    column = "o.name_folded" if part.field == "firm" else "lower(o.place)"
    said = Piece("o.place <> ''") if part.field != "firm" else TRUE
    test = TRUE if isinstance(part, IsKnown) else compare_text(column, part.op, str(part.value))
    where = all_of([said, test])
    own = Piece(f"EXISTS (SELECT 1 FROM prospects_organization o WHERE o.id = p.organization_id AND {where.sql})", where.params)
    people = "prospects_organization o CROSS JOIN prospects_prospect e"
    joined = Piece(f"e.organization_id = o.id AND {where.sql}", where.params)
    is_quick = part.field == "firm" and not isinstance(part, IsKnown)
    return Leaf(own, (Rows(people, "e.id", joined),) if is_quick else None, is_exact=True)


def colleagues_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """How many open people of ours are at their firm, themselves counted; unknown without a firm. Counted to 512."""
    if isinstance(part, IsKnown):
        return Leaf(Piece("p.organization_id IS NOT NULL"))
    assert isinstance(part.value, float)
    some = f"SELECT 1 FROM prospects_prospect c WHERE c.organization_id = p.organization_id AND c.ended_at IS NULL LIMIT {SMALL}"
    test = compare_number(f"(SELECT count(*) FROM ({some}) AS those)", part.op, part.value)
    return Leaf(Piece(f"p.organization_id IS NOT NULL AND {test.sql}", test.params))


def may_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """Whether a channel is open to them as `facts.permits` has it: an address in use, no wish that closes it, where the law asks for one a
    permission."""
    begin = {"may_mail": permissions, "may_message": message_permissions}.get(part.field)
    return _yes_or_no(part, MAY[part.field](now), (begin(now),) if begin else None)


def wishes_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """Whether a wish is in force that closes a way, or puts it off."""
    kinds = f"'{Wish.Kind.STOP}', '{Wish.Kind.NO_CHANNEL}', '{Wish.Kind.NOT_BEFORE}'"
    wishes = Rows("consent_wish w", "w.prospect_id", Piece(f"w.lifted_at IS NULL AND w.kind IN ({kinds})"), is_sorted=True)
    return _yes_or_no(part, wishes.test(), (wishes,))


def _yes_or_no(part: Compare | IsKnown, test: Piece, rows: tuple[Rows, ...] | None = None) -> Leaf:
    if isinstance(part, IsKnown):
        return Leaf(TRUE)
    return Leaf(test, rows) if part.value else Leaf(negated(test))


def _has(*kinds: str) -> Piece:
    those = ", ".join(f"'{kind}'" for kind in kinds)
    return Rows("prospects_address m", "m.prospect_id", Piece(f"m.kind IN ({those}) AND m.state = 'ok'")).test()


def _closed(*channels: str) -> Piece:
    """A wish for nothing at all, or against one of these channels."""
    those = ", ".join(f"'{one}'" for one in ("", *channels))
    never = f"(w.kind = '{Wish.Kind.STOP}' OR (w.kind = '{Wish.Kind.NO_CHANNEL}' AND w.channel IN ({those})))"
    return Rows("consent_wish w", "w.prospect_id", Piece(f"w.lifted_at IS NULL AND {never}")).test()


def may_mail(now: datetime) -> Piece:
    """An email address, a permission for mailings, no wish against them."""
    return all_of([_has("email"), permissions(now).test(), negated(_closed(Channel.MAILING, Channel.EMAIL))])


def permissions(now: datetime) -> Rows:
    """The permissions for mailings that hold."""
    return _permitted(Channel.MAILING, now)


def message_permissions(now: datetime) -> Rows:
    """The permissions for short messages that hold: few, with an index of their own, of which this has the condition word for word."""
    return _permitted(Channel.MESSAGE, now, is_sorted=True)


def _permitted(channel: Channel, now: datetime, *, is_sorted: bool = False) -> Rows:
    where = f"c.channel = '{channel}' AND c.withdrawn_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > %s)"
    return Rows("consent_permission c", "c.prospect_id", Piece(where, (as_stored(now),)), is_sorted)


def _may_write(now: datetime) -> Piece:
    return all_of([_has("email"), negated(_closed(Channel.EMAIL))])


def _may_post(now: datetime) -> Piece:
    return all_of([_has("post"), negated(_closed(Channel.POST))])


def _may_message(now: datetime) -> Piece:
    return all_of([_has("phone", "handle"), message_permissions(now).test(), negated(_closed(Channel.MESSAGE))])


MAY = {"may_mail": may_mail, "may_write": _may_write, "may_post": _may_post, "may_message": _may_message}
