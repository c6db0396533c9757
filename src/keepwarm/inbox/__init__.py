"""Inbox: what prospects send to us, read by kind, each leading to the right next touch; and what came back of what we sent.

Raw bytes are kept before anything is read, whatever they are. Below the agreed confidence a person chooses, and the choice is
learned. A reply alone never makes a lead; a machine's answer is no reply; a bounce that cannot be shown to be of a message of
ours changes nothing.
"""
