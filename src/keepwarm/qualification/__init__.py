"""Qualification: each prospect judged against the agreed definition of a lead: what is met, what is missing, from where we know.

A judgement is kept when it says something new; no judgement means that nothing is met yet. The words come from the
version of the definition under which it was judged.
"""
