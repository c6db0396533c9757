"""Pages of what a lead is: the definition, its drafts and its trials."""
