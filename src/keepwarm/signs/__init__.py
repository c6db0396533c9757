"""Signs: what people do that shows interest without a word to us: a click, a visit, a download, a seat at a seminar.

A sign is dated, has a source and fades with time. What scanners and robots do is told apart and counts for nothing; that a mail
was opened is no sign and is never recorded. Links in our mails lead through here, are signed, and work for as long as the
mail is kept.
"""
