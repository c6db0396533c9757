"""Addresses of the tracked links, below `signs.links.PLACE`."""

from django.urls import path

from keepwarm.signs.views import following

urlpatterns = [path("<str:token>/", following.follow, name="follow")]
