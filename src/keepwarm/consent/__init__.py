"""Consent: what a person permits, wishes and forbids, with proof; and addresses that nobody may use.

A permission is the person's, with its evidence and its end. A wish is what they asked for: a channel, a pace, "not before
March", "only by post". A suppression is an address not to be used, whoever has it, kept as a hash so that it survives
forgetting. Wishes and law are the only hard limits of the product: nothing else may overrule them.
"""
