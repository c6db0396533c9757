"""Forms of what a lead is."""
