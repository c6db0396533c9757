"""Mail that came back, and complaints: to whom it went, what was said, and whether the address is of no use any more.

Structured parts first (RFC 3464, RFC 5965, notices of providers in JSON), then the layouts in which mail servers write for
people; at last the meaning of codes and phrases. The same reading whatever server wrote it: no rule is for one sender.
"""

from keepwarm.inbox.reading.bounces.reader import is_of_a_machine, read_bounces
from keepwarm.inbox.reading.bounces.told import Bounce, Reason

__all__ = ["Bounce", "Reason", "is_of_a_machine", "read_bounces"]
