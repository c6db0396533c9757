from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.staff.actions import Scope, make_key, revoke_key
from keepwarm.staff.models import User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
NEEDED = [
    ("GET", "/prospects", Scope.PROSPECTS_READ),
    ("GET", "/prospects/x", Scope.PROSPECTS_READ),
    ("GET", "/prospects/x/decision", Scope.PROSPECTS_READ),
    ("GET", "/find?q=x", Scope.PROSPECTS_READ),
    ("POST", "/inquiries", Scope.PROSPECTS_WRITE),
    ("PATCH", "/prospects/x/facts", Scope.PROSPECTS_WRITE),
    ("POST", "/prospects/x/give", Scope.PROSPECTS_WRITE),
    ("POST", "/prospects/x/touches", Scope.TOUCHES_WRITE),
    ("POST", "/touches/x/undo", Scope.TOUCHES_WRITE),
    ("POST", "/prospects/x/decide", Scope.DECIDE),
    ("GET", "/plan/today", Scope.PLAN_READ),
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
    ("GET", "/reports/money", Scope.REPORTS_READ),
    ("GET", "/reports/money/offered", Scope.REPORTS_READ),
    ("GET", "/reports/late", Scope.REPORTS_READ),
    ("GET", "/reports/flow", Scope.REPORTS_READ),
    ("GET", "/reports/flow/offered", Scope.REPORTS_READ),
    ("GET", "/reports/sales/x", Scope.REPORTS_READ),
    ("POST", "/reports/outlays", Scope.CONTENT_WRITE),
    ("POST", "/reports/outlays/x/take-back", Scope.CONTENT_WRITE),
    ("POST", "/imports", Scope.IMPORTS_WRITE),
    ("GET", "/imports/x", Scope.IMPORTS_WRITE),
    ("POST", "/imports/x/stop", Scope.IMPORTS_WRITE),
    ("POST", "/imports/x/undo", Scope.IMPORTS_WRITE),
    ("GET", "/imports/x/opportunities", Scope.IMPORTS_WRITE),
    ("POST", "/imports/x/opportunities/look", Scope.IMPORTS_WRITE),
    ("POST", "/imports/x/opportunities", Scope.IMPORTS_WRITE),
    ("POST", "/imports/x/opportunities/undo", Scope.IMPORTS_WRITE),
    ("GET", "/audit", Scope.AUDIT_READ),
    ("GET", "/exports", Scope.EXPORTS_READ),
    ("POST", "/exports/x", Scope.EXPORTS_READ),
    ("GET", "/prospects/x/consent", Scope.CONSENT_READ),
    ("POST", "/prospects/x/permissions", Scope.CONSENT_WRITE),
    ("POST", "/prospects/x/permissions/y/withdraw", Scope.CONSENT_WRITE),
    ("POST", "/prospects/x/wishes", Scope.CONSENT_WRITE),
    ("GET", "/messages", Scope.LETTERS_READ),
    ("POST", "/messages/x/decide", Scope.LETTERS_WRITE),
    ("POST", "/suppressions", Scope.CONSENT_WRITE),
    ("GET", "/suppressions?kind=email&value=a@b.example", Scope.CONSENT_READ),
    ("GET", "/programs", Scope.PROGRAMS_READ),
    ("GET", "/programs/tomorrow", Scope.PROGRAMS_READ),
    ("GET", "/programs/x", Scope.PROGRAMS_READ),
    ("GET", "/prospects/x/next", Scope.PROGRAMS_READ),
    ("POST", "/turns/x/stop", Scope.PROGRAMS_WRITE),
    ("POST", "/turns/x/change", Scope.PROGRAMS_WRITE),
    ("GET", "/handoffs", Scope.HANDOFFS_READ),
    ("GET", "/handoffs/x", Scope.HANDOFFS_READ),
    ("POST", "/prospects/x/handoff", Scope.HANDOFFS_WRITE),
    ("POST", "/handoffs/x/accept", Scope.HANDOFFS_WRITE),
    ("POST", "/handoffs/x/return", Scope.HANDOFFS_WRITE),
    ("POST", "/handoffs/x/withdraw", Scope.HANDOFFS_WRITE),
    ("POST", "/handoffs/x/introduced", Scope.HANDOFFS_WRITE),
    ("POST", "/prospects/x/recycle", Scope.TOUCHES_WRITE),
    ("GET", "/offerings", Scope.SELLING_READ),
    ("POST", "/offerings", Scope.SELLING_WRITE),
    ("POST", "/offerings/x/retire", Scope.SELLING_WRITE),
    ("POST", "/rates", Scope.SELLING_WRITE),
    ("GET", "/prospects/x/fit", Scope.SELLING_READ),
    ("GET", "/selling-stages", Scope.SELLING_READ),
    ("PUT", "/selling-stages", Scope.SELLING_WRITE),
    ("GET", "/opportunities", Scope.SELLING_READ),
    ("GET", "/opportunities/x", Scope.SELLING_READ),
    ("POST", "/prospects/x/opportunities", Scope.SELLING_WRITE),
    ("PATCH", "/opportunities/x", Scope.SELLING_WRITE),
    ("GET", "/forecast", Scope.SELLING_READ),
    ("POST", "/opportunities/x/won", Scope.SELLING_WRITE),
    ("POST", "/opportunities/x/lost", Scope.SELLING_WRITE),
    ("POST", "/opportunities/x/postponed", Scope.SELLING_WRITE),
    ("POST", "/opportunities/x/again", Scope.SELLING_WRITE),
    ("POST", "/sales/x/undo", Scope.SELLING_WRITE),
    ("GET", "/customers", Scope.CUSTOMERS_READ),
    ("POST", "/customers/x/facts", Scope.CUSTOMERS_WRITE),
    ("POST", "/customers/x/cases", Scope.CUSTOMERS_WRITE),
    ("GET", "/cases", Scope.CUSTOMERS_READ),
    ("POST", "/cases/x/settle", Scope.CUSTOMERS_WRITE),
    ("POST", "/cases/x/give", Scope.CUSTOMERS_WRITE),
    ("POST", "/customers/x/beside", Scope.CUSTOMERS_WRITE),
    ("GET", "/promises", Scope.CUSTOMERS_READ),
    ("POST", "/sales/x/promises", Scope.CUSTOMERS_WRITE),
    ("POST", "/promises/x/settle", Scope.CUSTOMERS_WRITE),
    ("POST", "/promises/x/change", Scope.CUSTOMERS_WRITE),
    ("GET", "/over-selling", Scope.CUSTOMERS_READ),
    ("GET", "/inbox", Scope.PROSPECTS_READ),
    ("GET", "/inbox/x", Scope.PROSPECTS_READ),
    ("POST", "/inbox/x/kind", Scope.TOUCHES_WRITE),
    ("POST", "/signs", Scope.SIGNS_WRITE),
    ("GET", "/mailings", Scope.MAILINGS_READ),
    ("GET", "/mailings/x", Scope.MAILINGS_READ),
    ("POST", "/mailings", Scope.MAILINGS_WRITE),
    ("PUT", "/mailings/x", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/check", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/check/stop", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/approve", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/pause", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/resume", Scope.MAILINGS_WRITE),
    ("POST", "/mailings/x/stop", Scope.MAILINGS_WRITE),
    ("GET", "/post", Scope.POST_READ),
    ("GET", "/post/batches", Scope.POST_READ),
    ("GET", "/post/batches/x/letters", Scope.POST_READ),
    ("POST", "/post/letters", Scope.POST_WRITE),
    ("POST", "/post/batches", Scope.POST_WRITE),
    ("POST", "/post/batches/x/posted", Scope.POST_WRITE),
    ("POST", "/post/batches/x/take-back", Scope.POST_WRITE),
    ("POST", "/post/letters/x/returned", Scope.POST_WRITE),
    ("POST", "/post/letters/x/there", Scope.POST_WRITE),
    ("GET", "/short-messages", Scope.MESSAGES_READ),
    ("GET", "/short-messages/received", Scope.MESSAGES_READ),
    ("GET", "/short-messages/x", Scope.MESSAGES_READ),
    ("POST", "/short-messages", Scope.MESSAGES_WRITE),
    ("POST", "/short-messages/x/decision", Scope.MESSAGES_WRITE),
    ("POST", "/short-messages/reports", Scope.MESSAGES_REPORT),
    ("GET", "/webhooks", Scope.WEBHOOKS_READ),
    ("POST", "/webhooks", Scope.WEBHOOKS_WRITE),
    ("POST", "/webhooks/x/remove", Scope.WEBHOOKS_WRITE),
    ("GET", "/segments", Scope.SEGMENTS_READ),
    ("GET", "/segments/suggested", Scope.SEGMENTS_READ),
    ("POST", "/segments/count", Scope.SEGMENTS_READ),
    ("GET", "/segments/x", Scope.SEGMENTS_READ),
    ("GET", "/segments/x/count", Scope.SEGMENTS_READ),
    ("GET", "/segments/x/people", Scope.SEGMENTS_READ),
    ("POST", "/segments", Scope.SEGMENTS_WRITE),
    ("PUT", "/segments/x", Scope.SEGMENTS_WRITE),
    ("POST", "/segments/x/retire", Scope.SEGMENTS_WRITE),
    ("GET", "/seminars", Scope.SEMINARS_READ),
    ("GET", "/seminars/x", Scope.SEMINARS_READ),
    ("GET", "/seminars/x/guests", Scope.SEMINARS_READ),
    ("POST", "/seminars", Scope.SEMINARS_WRITE),
    ("POST", "/seminars/x/open", Scope.SEMINARS_WRITE),
    ("POST", "/seminars/x/call-off", Scope.SEMINARS_WRITE),
    ("POST", "/seminars/x/attended", Scope.SEMINARS_WRITE),
    ("GET", "/surveys", Scope.SURVEYS_READ),
    ("GET", "/surveys/x/results", Scope.SURVEYS_READ),
    ("POST", "/surveys/x/open", Scope.SURVEYS_WRITE),
    ("POST", "/surveys/x/close", Scope.SURVEYS_WRITE),
    ("GET", "/letters", Scope.LETTERS_READ),
    ("GET", "/letters/budget", Scope.LETTERS_READ),
    ("GET", "/letters/snippets", Scope.LETTERS_READ),
    ("POST", "/letters/snippets", Scope.LETTERS_WRITE),
    ("POST", "/letters/exceptions", Scope.LETTERS_WRITE),
    ("POST", "/letters/x/hold-back", Scope.LETTERS_WRITE),
    ("POST", "/prospects/x/letters/check", Scope.LETTERS_READ),
    ("POST", "/prospects/x/letters", Scope.LETTERS_WRITE),
    ("GET", "/prospects/x/letters/draft", Scope.LETTERS_READ),
    ("PUT", "/prospects/x/letters/draft", Scope.LETTERS_WRITE),
    ("GET", "/lead", Scope.LEAD_READ),
    ("GET", "/lead/versions", Scope.LEAD_READ),
    ("GET", "/lead/drafts/x", Scope.LEAD_READ),
    ("POST", "/lead/drafts", Scope.LEAD_WRITE),
    ("PUT", "/lead/drafts/x", Scope.LEAD_WRITE),
    ("POST", "/lead/drafts/x/comments", Scope.LEAD_WRITE),
    ("POST", "/lead/drafts/x/sign", Scope.LEAD_WRITE),
    ("POST", "/lead/trials", Scope.LEAD_WRITE),
    ("GET", "/lead/trials/x", Scope.LEAD_READ),
    ("GET", "/lead/trials/x/inquiries?figure=leads", Scope.LEAD_READ),
    ("POST", "/lead/trials/x/stop", Scope.LEAD_WRITE),
    ("GET", "/content", Scope.CONTENT_READ),
    ("GET", "/content/map", Scope.CONTENT_READ),
    ("GET", "/content/x", Scope.CONTENT_READ),
    ("GET", "/content/x/mail", Scope.CONTENT_READ),
    ("POST", "/content", Scope.CONTENT_WRITE),
    ("PUT", "/content/x", Scope.CONTENT_WRITE),
    ("POST", "/content/x/retire", Scope.CONTENT_WRITE),
    ("GET", "/feeds", Scope.CONTENT_READ),
    ("POST", "/feeds", Scope.CONTENT_WRITE),
    ("GET", "/proposals", Scope.CONTENT_READ),
    ("POST", "/proposals/x/take", Scope.CONTENT_WRITE),
    ("POST", "/proposals/x/dismiss", Scope.CONTENT_WRITE),
    ("GET", "/questions", Scope.CONTENT_READ),
    ("POST", "/questions", Scope.CONTENT_WRITE),
    ("PUT", "/questions/x", Scope.CONTENT_WRITE),
    ("GET", "/prospects/x/next-question", Scope.PROSPECTS_READ),
]


@pytest.mark.parametrize(("method", "path", "scope"), NEEDED)
def test_each_endpoint_needs_its_scope_and_a_valid_key(ask: Ask, rep: User, method: str, path: str, scope: Scope) -> None:
    now = timezone.now()
    others, _ = make_key(rep, name="others", scopes=[one for one in Scope if one != scope], by=rep, now=now)
    own, row = make_key(rep, name="own", scopes=[scope], by=rep, now=now)
    assert ask(method, path, {}, bearer=others).status_code == 403
    assert scope in ask(method, path, {}, bearer=others).json()["error"]
    right = ask(method, path, {}, bearer=own)
    assert right.status_code != 403 or "scope" not in right.json()["error"]
    revoke_key(row, by=rep, now=now)
    for bearer in (own, "kw_guess", ""):
        assert ask(method, path, {}, bearer=bearer).status_code == 401


def test_every_endpoint_of_the_description_is_tried_with_its_scope() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    offered = {
        (
            method.upper(),
            path.removeprefix("/api/v1")
            .replace("{ref}", "x")
            .replace("{permission}", "y")
            .replace("{what}", "offered")
            .replace("{key_of}", "x")
            .replace("{name}", "x"),
        )
        for path, found in described["paths"].items()
        for method in found
    }
    assert offered == {(method, path.split("?")[0]) for method, path, _ in NEEDED}
