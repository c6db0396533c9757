"""Intake: inquiries come in, by web form, by hand, by API, and from a list with preview and undo.

An import reads a file through a map, matches each row to who is already known, and lands it in whole-row chunks; it can be
stopped, resumed by line, or undone whole. A bad row goes to the rejects with its line and reason; the rest goes in.
"""
