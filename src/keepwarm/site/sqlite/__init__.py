"""How Keepwarm uses SQLite: which library, with which settings, and who checkpoints (docs/decisions/0001-sqlite.md)."""
