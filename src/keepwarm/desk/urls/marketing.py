"""The address of a marketer's morning, under `/marketing/`."""

from django.urls import path

from keepwarm.desk.views import lists

urlpatterns = [path("", lists.show_marketing, name="today")]
