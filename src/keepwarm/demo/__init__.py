"""Demo: a removable house of made-up people who lived by the rules for 120 days, so that a newcomer sees a full desk at once.

It sells condition monitoring for machines. Its days were lived through the same actions as any day: inquiries arrived, the
rules decided, reps called and wrote, some were put back. Names are invented; phone numbers are of ranges kept for fiction.
"""
