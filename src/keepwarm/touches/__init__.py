"""Touches: the timeline. Inquiries, touches in every channel and direction, and signals that wait for a touch.

An inquiry is one dated sign of interest with its source. A touch is anything that passed between us and them, or was
tried. A signal says that something waits for a touch ("please contact me", a promised call-back, a reply); rooms raise
and settle their own signals, rules read them. Undo voids a touch, it never deletes.
"""
