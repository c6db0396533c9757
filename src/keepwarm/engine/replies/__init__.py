"""Replies: what a prospect's mail says, read from its words alone.

`reading.read_reply` takes subject, body and day of receipt, and tells the kind of the reply, how sure that is, the day named
in it, the person referred to, and which part of the text is new. It is pure: phrases, examples and weights are files of
this folder, written for Keepwarm; below a threshold of confidence a person chooses, and the house learns from that choice.
"""
