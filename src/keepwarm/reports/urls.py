"""Addresses of the reports, under `/reports/`."""

from django.urls import path

from keepwarm.reports.views import leads, mail, morning

urlpatterns = [
    path("morning/", morning.morning, name="morning"),
    path("mail/", mail.choose, name="mail"),
    path("rows/<slug:what>/", morning.show_rows, name="rows"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<slug:what>/", leads.show_lead_rows, name="lead_rows"),
    path("ask/<str:ref>/", morning.ask, name="ask"),
    path("answer/<str:ref>/", morning.answer, name="answer"),
    path("correct/<str:ref>/", morning.correct, name="correct"),
]
