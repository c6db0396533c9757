"""What may be exported, and what was."""
