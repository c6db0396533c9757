"""Recognizing: who in the house a row of a list is, if anyone; by mailbox, number, and name with firm or address.

The same person twice is one prospect with two inquiries. A number or mailbox that several names use is the organization's and
makes nobody the same. What is likely but not proven becomes a doubt, shown to a person and never merged. Set-based: a chunk of
rows costs a handful of queries. Writes nothing.
"""
