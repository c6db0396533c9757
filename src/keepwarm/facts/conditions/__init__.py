"""Conditions turned into SQL, for segments: whom a condition means, read from the database as it stands at this moment.

`fields` names everything that a condition may ask and how it is compared, `leaves` and its neighbours turn one comparison into SQL,
`tree` joins them, and `reading` counts and pages without reading more than it must. Nothing is kept: a change is seen at once.
"""
