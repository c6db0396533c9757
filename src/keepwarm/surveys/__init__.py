"""Surveys: questions of the house asked on a page, all or a few of them.

What was answered is kept at once, also when somebody stops half way; nobody is asked what we know. An answer to a question of
the house is an answer like any other, with its evidence; results are shown as charts with their numbers beside them.
"""
