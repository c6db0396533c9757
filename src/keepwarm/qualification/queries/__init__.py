"""Reads for the pages about what a lead is."""
