"""Reports as they go to paper: each page of this room in parts with tables, charts and words."""
