"""Endpoints of forms, marked pages and readiness, each with the scope that it needs."""

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
