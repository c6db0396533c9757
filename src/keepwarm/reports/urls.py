"""Addresses of the reports, under `/reports/`."""

from django.urls import path

from keepwarm.reports.views import aims, leads, mail, money, morning, weeks

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
    path("lists/<slug:what>/", weeks.show_list_rows, name="list_rows"),
    path("money/", money.show_money, name="money"),
    path("money/outlay/", money.write_outlay, name="outlay"),
    path("money/outlay/<str:ref>/take-back/", money.void_outlay, name="void_outlay"),
    path("money/sale/<str:ref>/", money.show_sale, name="sale"),
    path("money/<slug:what>/", money.show_money_rows, name="money_rows"),
    path("late/", money.show_late, name="late"),
    path("flow/", money.show_flow, name="flow"),
    path("flow/<slug:what>/", money.show_flow_rows, name="flow_rows"),
    path("ask/<str:ref>/", morning.ask, name="ask"),
    path("answer/<str:ref>/", morning.answer, name="answer"),
    path("correct/<str:ref>/", morning.correct, name="correct"),
]
