"""Addresses of the room policy."""

from django.urls import path

from keepwarm.policy import views

urlpatterns = [path("", views.show_policy, name="policy")]
