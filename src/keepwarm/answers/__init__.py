"""Answers: what we know about a prospect, from where, since when; and the open questions.

An answer is never overwritten: a newer one supersedes it, and voiding the newer revives the older. Evidence says how we
know: inferred, public, a form, in writing, a conversation. Nothing is asked twice.
"""
