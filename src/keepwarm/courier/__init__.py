"""Courier: what leaves the house by a web address that somebody set: handed over once, signed, tried for days; it decides nothing.

A parcel is frozen when it is queued. It goes under the same key on every try; one that perhaps arrived is never sent again by
itself, unless the other side said that it knows a key it has seen.
"""
