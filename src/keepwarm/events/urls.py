"""Addresses of other software that hears of events, under `/events/`."""

from django.urls import path

from keepwarm.events import views

urlpatterns = [
    path("", views.show_list, name="list"),
    path("<str:ref>/", views.show, name="show"),
    path("<str:ref>/<str:what>/", views.do, name="do"),
]
