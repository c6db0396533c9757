"""Finding anyone: by parts of a name, a firm, a phone or an email, in any order, in under 200 ms among a million.

Each prospect has one line of words (`words`), indexed by groups of three letters: FTS5's trigram tokenizer on SQLite,
pg_trgm on PostgreSQL (migration 0002). Actions of this room keep the lines (`indexing`); `finding` asks and ranks.
"""

from keepwarm.prospects.search.finding import Finding, Found, find
from keepwarm.prospects.search.indexing import index_prospects, index_words, unindex_prospects
from keepwarm.prospects.search.merging import Merger, unindex_for_good
from keepwarm.prospects.search.words import words_of

__all__ = ["Finding", "Found", "Merger", "find", "index_prospects", "index_words", "unindex_for_good", "unindex_prospects", "words_of"]
