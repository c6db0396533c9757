"""Decisions: from facts, by the engine, to the next touch of each prospect, kept with its reasons; and today's queues.

`log_touches` is the one way a touch happens: touch, answers, signals, standing and next touch in one transaction. A
decision row is written only when rule, step or date changes. Putting off is a deferral with its reason.
"""
