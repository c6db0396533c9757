"""Policy: what the house agreed, as versions: the values that the rules read, and the definition of a lead.

A version is never edited; a change is a new version with its reason and who made it. The engine reads the version in force.
"""
