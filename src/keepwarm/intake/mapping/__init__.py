"""Mapping: which column of a list means what. A *map* is data (TOML from a file, JSON from the browser form); read against the
header of a table it becomes a *plan*, which turns a row into a person, an inquiry or a past touch.

Every mistake in a map is one sentence that names the file, the key and the nearest column there is. Pure.
"""
