"""A town of made-up people who live through a year with the house: they click, answer, ring, go quiet, opt out, move and return.

Nothing here decides: what comes next says `decide`, when it may come `pacing`, and what it is `conversation`. The town only reacts, by a
chance whose seed makes the same year each time. So a policy can be lived through in seconds, and a promise that breaks once in ten
thousand lives is seen before anybody lives it.
"""
