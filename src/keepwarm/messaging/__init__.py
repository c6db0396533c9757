"""Messaging: short messages to a phone or a messenger, by a gateway that the house sets, for people who said yes to them.

Programs choose them like mail and post; one of us may answer by one. What the gateway tells us comes back here: arrived, no such
number, what they wrote, and STOP, which closes this way at once.
"""
