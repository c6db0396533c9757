"""Selling: what the house offers, what a prospect may buy of it and when, and what was sold.

An *opportunity* is one offering that one prospect may buy: with an amount, an expected date, the people around it and a next touch;
it ends won, lost or postponed, and whoever lost or postponed it is heard of again on a date. A *sale* keeps how the offering fitted
what was known on that day, and names all who had a part in it.
"""
