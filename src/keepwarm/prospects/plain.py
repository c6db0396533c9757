"""Columns of a prospect that whoever brings the person may give as they stand, and how long they may be, in characters.

An import reads them, arrivals write them, an inquiry of someone known fills those that are empty, undo empties them again, and a
merge takes them over. So such a column needs its line here and its field in the model (docs/how-to/add-a-map-field.md).
"""

from typing import Final

PLAIN: Final = {"title": 120, "language": 12}
