"""Addresses of the page of consent, under `/consent/`."""

from django.urls import path

from keepwarm.desk.views import consent

urlpatterns = [
    path("", consent.show, name="show"),
    path("wordings/", consent.add_wording, name="wording"),
    path("suppressions/", consent.close_address, name="suppress"),
    path("topics/", consent.add_topic, name="topic"),
]
