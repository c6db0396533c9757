"""Conditions: the one language in which the lead definition and the segments say whom they mean.

A condition is a typed tree (all, any, not, a comparison of a field, a field is known). It has a text form, a JSON form,
an evaluation over columns, and a form in words; the room `facts` adds the translation to SQL. What is unknown makes a
comparison false; `not` turns that round; `is known` asks for it.
"""
