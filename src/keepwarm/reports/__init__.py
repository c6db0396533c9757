"""Reports: whom we talked to, what is overdue, who gives up early, what each list is worth. It reads; it decides nothing."""
