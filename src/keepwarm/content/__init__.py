"""Content: what we have to offer that is useful by itself: articles, white papers, videos, posts, podcasts, letters.

An item says whom it is for (interests, stages, language), how long it takes to read, until when it is fresh, and who looks
after it. What somebody received is kept, so that nobody gets the same thing twice. Feeds are read on a schedule and propose
items; a person takes them in. An item is written once and rendered as a mail in HTML and in plain text from that one source.
"""
