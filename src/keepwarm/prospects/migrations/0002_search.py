"""The lines by which people are found: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL; see `prospects.search`.

SQLite: `detail=none` keeps only which lines hold a group of letters, half the size of all positions; the question then
looks into the line itself. `secure-delete` leaves nothing of a forgotten person in the index. Merging is put off a
little (`automerge`, `crisismerge`), which makes arrivals in bulk twice as quick.
"""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE prospects_search USING fts5(words, tokenize='trigram case_sensitive 1', detail=none, columnsize=0)",
    "INSERT INTO prospects_search (prospects_search, rank) VALUES ('automerge', 16)",
    "INSERT INTO prospects_search (prospects_search, rank) VALUES ('crisismerge', 64)",
    "INSERT INTO prospects_search (prospects_search, rank) VALUES ('secure-delete', 1)",
)
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TABLE prospects_search (prospect_id bigint PRIMARY KEY, words text NOT NULL)",
    "CREATE INDEX prospects_search_grams ON prospects_search USING gin (words gin_trgm_ops)",
)


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)


def take_away(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS prospects_search")


class Migration(migrations.Migration):
    dependencies = [("prospects", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
