"""Mailings: one text to a small group with a shared interest: a newsletter, an invitation.

Before it goes it says who, how many, why them, how alike they are, who gets it too often and who has no reason to; it warns,
slows or refuses. A first small share goes ahead of the rest, and it stops by itself when people turn away. Each recipient is a
touch and a message of the outbox; what does not fit the pace of somebody is moved to a date, never dropped.
"""
