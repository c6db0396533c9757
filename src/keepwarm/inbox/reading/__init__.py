"""Reading raw mail: from bytes, however broken, to what stands in them. Pure: no database, no clock, no network."""
