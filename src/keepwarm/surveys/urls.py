"""Addresses of surveys, under `/surveys/`; that of those who answer under `p/`."""

from django.urls import path

from keepwarm.surveys.views import pages, public

urlpatterns = [
    path("", pages.show_list, name="list"),
    path("new/", pages.make, name="new"),
    path("p/<str:ref>/", public.show_survey, name="public"),
    path("<str:ref>/", pages.show, name="show"),
    path("<str:ref>/edit/", pages.edit, name="edit"),
    path("<str:ref>/open/", pages.open_it, name="open"),
    path("<str:ref>/close/", pages.close_it, name="close"),
    path("<str:ref>/answers.csv", pages.export, name="export"),
]
