"""Reads of the desk: frozen shapes made for its pages. Each that shows prospects starts from what its reader may see."""
