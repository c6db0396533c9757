"""Pages of an import: bring a file, say what its columns are, look before, watch, see what came of it."""
