"""Staff: the people of the house who sign in, their roles, and the seats that own prospects.

A seat is a place at the table: a person's, or a team's (the pool). Every open prospect is owned by a seat, so that nobody
is forgotten when a person leaves. A seat says when its holder works, how many minutes a day are for calls, what its territory
is, and when its holder is absent.
"""
