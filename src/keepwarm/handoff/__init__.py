"""Hand-off: a lead is introduced to a closing rep, with a brief of the whole conversation, and sales answers within the agreed time.

Marketing (or the system) *offers*; sales *accepts*, and then owns the prospect and calls first, or *returns* with an agreed reason,
and then the prospect goes on being kept warm. Nothing waits in silence: a reminder at half time, the manager at the end, then
another rep.
"""
