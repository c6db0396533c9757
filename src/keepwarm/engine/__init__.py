"""The engine decides: from facts about people and the policy of the house to one next touch for each, with its reason.

It is pure. It knows no database, no clock and no web; `now` is one of the facts. One prospect on the desk, a million at
night, the API, the command line and the simulator all call the same `decide`.
"""
