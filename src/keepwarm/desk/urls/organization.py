"""Addresses of a firm's page, under `/organizations/`."""

from django.urls import path

from keepwarm.desk.views import lists

urlpatterns = [path("<str:ref>/", lists.show_organization, name="show")]
