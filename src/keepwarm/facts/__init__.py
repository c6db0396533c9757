"""Facts: from the database to the engine's columns, in bulk, for now or as of a past moment; and conditions into SQL."""
