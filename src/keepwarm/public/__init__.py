"""Public: the pages that a prospect opens without signing in, by a signed link of a mail to them.

How would you like to hear from us? By which ways, how often, from when, about what; please call me; stop. A page shows only what
they may change themselves, and never who they are: a mail may have been passed on. It sets no cookie, needs no script, and what
it changes holds before the answer is on its way. Reading changes nothing; only a button does.
"""
