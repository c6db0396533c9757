"""Endpoints of some rooms, each with the scope that it needs."""

from keepwarm.staff.actions import Scope

OF_FORMS_AND_READINESS = (
    ("GET", "/prospects/x/readiness", Scope.PROSPECTS_READ),
    ("GET", "/forms", Scope.CONTENT_READ),
    ("POST", "/forms", Scope.CONTENT_WRITE),
    ("GET", "/forms/x", Scope.CONTENT_READ),
    ("PUT", "/forms/x", Scope.CONTENT_WRITE),
    ("POST", "/forms/x/close", Scope.CONTENT_WRITE),
    ("POST", "/forms/x/open", Scope.CONTENT_WRITE),
    ("GET", "/marked-pages", Scope.CONTENT_READ),
    ("POST", "/marked-pages", Scope.CONTENT_WRITE),
    ("POST", "/marked-pages/x/unmark", Scope.CONTENT_WRITE),
    ("POST", "/mailings/x/discard", Scope.MAILINGS_WRITE),
)

OF_STEPS = tuple(("POST", f"/prospects/x/{what}", Scope.DECIDE) for what in ("choose", "later", "not-this-one", "end", "reopen"))
"""What a person decides about a next touch."""

OF_WHO_THEY_ARE = (
    ("POST", "/prospects/x/addresses", Scope.PROSPECTS_WRITE),
    ("PATCH", "/prospects/x/addresses/x", Scope.PROSPECTS_WRITE),
    ("GET", "/doubts", Scope.PROSPECTS_READ),
    ("GET", "/prospects/x/same", Scope.PROSPECTS_READ),
    ("POST", "/prospects/x/doubts/x", Scope.PROSPECTS_WRITE),
    ("POST", "/prospects/x/merge", Scope.PROSPECTS_WRITE),
    ("POST", "/prospects/x/merges/x/undo", Scope.PROSPECTS_WRITE),
)
"""How somebody is reached, and who they are."""

OF_THE_TEAM = (
    ("GET", "/team", Scope.TEAM_READ),
    ("POST", "/seats/x/ill-today", Scope.TEAM_WRITE),
    ("POST", "/seats/x/away", Scope.TEAM_WRITE),
    ("POST", "/seats/x/back", Scope.TEAM_WRITE),
)
"""Who is here, and who is not."""

OF_REPORTS = (
    ("GET", "/reports/morning", Scope.REPORTS_READ),
    ("GET", "/reports/leads", Scope.REPORTS_READ),
    ("GET", "/reports/leads/offered", Scope.REPORTS_READ),
    ("GET", "/reports/weekly", Scope.REPORTS_READ),
    ("GET", "/reports/coaching", Scope.REPORTS_READ),
    ("GET", "/reports/replies", Scope.REPORTS_READ),
    ("GET", "/reports/lists", Scope.REPORTS_READ),
    ("GET", "/reports/quotas", Scope.REPORTS_READ),
    ("GET", "/goals", Scope.REPORTS_READ),
    ("POST", "/goals", Scope.GOALS_WRITE),
    ("POST", "/quotas", Scope.GOALS_WRITE),
    ("POST", "/quotas/take-back", Scope.GOALS_WRITE),
    ("GET", "/reports/mail", Scope.REPORTS_READ),
    ("PUT", "/reports/mail", Scope.GOALS_WRITE),
    ("GET", "/reports/lists/offered", Scope.REPORTS_READ),
    ("GET", "/reports/money", Scope.REPORTS_READ),
    ("GET", "/reports/money/offered", Scope.REPORTS_READ),
    ("GET", "/reports/late", Scope.REPORTS_READ),
    ("GET", "/reports/flow", Scope.REPORTS_READ),
    ("GET", "/reports/flow/offered", Scope.REPORTS_READ),
    ("GET", "/reports/sales/x", Scope.REPORTS_READ),
    ("GET", "/reports/questions", Scope.REPORTS_READ),
    ("POST", "/reports/questions", Scope.TOUCHES_WRITE),
    ("POST", "/reports/questions/x/answer", Scope.TOUCHES_WRITE),
    ("POST", "/reports/outlays", Scope.CONTENT_WRITE),
    ("POST", "/reports/outlays/x/take-back", Scope.CONTENT_WRITE),
)
"""What was reached, what it costs and brings, goals and quotas."""
