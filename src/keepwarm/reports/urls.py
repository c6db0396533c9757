"""Addresses of the reports, under `/reports/`."""

from django.urls import path

from keepwarm.reports.views import aims, leads, mail, morning, weeks

urlpatterns = [
    path("morning/", morning.morning, name="morning"),
    path("mail/", mail.choose, name="mail"),
    path("rows/<slug:what>/", morning.show_rows, name="rows"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<slug:what>/", leads.show_lead_rows, name="lead_rows"),
    path("weekly/", weeks.show_week, name="weekly"),
    path("weekly/<slug:what>/", weeks.show_week_rows, name="week_rows"),
    path("coaching/", weeks.show_coaching, name="coaching"),
    path("goals/", aims.show_goals, name="goals"),
    path("quotas/", aims.show_quotas, name="quotas"),
    path("quotas/<slug:what>/", aims.show_quota_rows, name="quota_rows"),
    path("replies/", weeks.show_replies, name="replies"),
    path("lists/", weeks.show_lists, name="lists"),
    path("ask/<str:ref>/", morning.ask, name="ask"),
    path("answer/<str:ref>/", morning.answer, name="answer"),
    path("correct/<str:ref>/", morning.correct, name="correct"),
]
