"""Desk: a rep's working place: today's queue, one prospect, three actions. It composes rooms and calls their actions."""
