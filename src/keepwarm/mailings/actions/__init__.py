"""Every write of mailings. Lock order: the mailing, then prospects by id, then recipients."""
