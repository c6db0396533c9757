"""Phone: the call. Calling windows, the call sheet, talking points, voicemail, and the numbers to dial.

Talking points are what to say per offering, interest and stage: an opening, three points, questions, answers to usual
objections, a voicemail of fifteen seconds. Marketers edit them; the desk shows those that fit best.
"""
