"""Tags of the pages of an import."""
