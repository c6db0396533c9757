"""Programs: the conversation that keeps people warm, by streams of content in order of worth.

A program serves an interest and stages. For each person, each turn, the best thing not yet received that fits interest,
stage, language and the ways they wish; otherwise the newsletter; otherwise a plain "what would help?". It is never empty: its
owner hears of it before it happens. What comes next for somebody, why, and what tomorrow brings for all, can be seen, changed
and stopped before it goes.
"""
