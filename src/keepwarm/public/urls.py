"""Addresses of the public pages, below `consent.links.PLACE`."""

from django.urls import path

from keepwarm.public.views import hearing as views

urlpatterns = [
    path("stop/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("one-click/<str:token>/", views.unsubscribe_by_one_click, name="one_click"),
    path("<str:token>/", views.prefer, name="preferences"),
]
