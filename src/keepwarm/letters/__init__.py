"""Letters: a rep's personal email. Few, each for a purpose, checked before it goes, and taken from a budget that calls earn.

A draft is kept while it is written. Sending writes the letter's touch, takes it from the budget, and queues it in the
outbox, in one transaction; what became of it is settled into the touch together with the next touch. What belongs into a
talk is not sent: it goes onto the call sheet as a point to say.
"""
