"""Post: letters on paper, printed in batches, for people who may be written to by post.

A batch is frozen when it is printed: one PDF, an address block in the window of the envelope, and a code that leads to the
preference page. What comes back says so at the address, and sets the next touch in the same transaction.
"""
