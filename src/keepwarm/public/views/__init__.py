"""Public pages: how to hear from us, inquiry forms, an answer by one click, a paper to download. No session, no cookie, no script."""
