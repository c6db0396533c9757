"""An export is a list or a report that leaves the house as a file: CSV or XLSX, a report as PDF too. Each room declares its own beside its
lists; this room writes the file, with what the reader may see and no more, keeps in the book who took what and how many, and shows that
book to the admin."""
