"""Addresses of the tracked links, below `signs.links.PLACE`."""

from django.urls import path

from keepwarm.signs import views

urlpatterns = [path("<str:token>/", views.follow, name="follow")]
