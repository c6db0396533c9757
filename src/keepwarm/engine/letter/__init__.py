"""The letter check: what a draft really does, and whether it may leave as it stands. Pure: a draft and what is known go in.

`check(draft, about, policy)` is the one way in; `purposes_of(text)` says sentence by sentence what a text does. It knows no
database, no clock and no network: today is one of the facts (`About.today`), and words to compare with come from the caller.
"""
