"""Goals: what a rep or a team aims at in conversations and leads met, never in dials or mails, and the quota of who sells.

It also keeps how each week went, and when whom reads of it by mail. Nothing that sets a prospect's timing knows this room.
"""
