"""Addresses of the reports, under `/reports/`."""

from django.urls import path

from keepwarm.reports import views

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("rows/<slug:what>/", views.show_rows, name="rows"),
    path("ask/<str:ref>/", views.ask, name="ask"),
    path("answer/<str:ref>/", views.answer, name="answer"),
    path("correct/<str:ref>/", views.correct, name="correct"),
]
