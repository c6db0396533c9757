"""Addresses of what a lead is, under `/lead/`."""

from keepwarm.qualification.urls import definition, trial

urlpatterns = [*definition.urlpatterns, *trial.urlpatterns]
