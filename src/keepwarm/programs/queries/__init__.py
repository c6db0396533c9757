"""Reads of programs: what is on the shelf, who comes next with what, tomorrow for all, and the pages."""
