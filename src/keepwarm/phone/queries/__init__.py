"""Reads of the phone room: which talking points fit, and which numbers may be dialled now."""
