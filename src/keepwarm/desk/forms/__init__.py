"""Forms of the desk and of the prospect's page."""
