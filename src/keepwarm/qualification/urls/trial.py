"""Addresses of trials, under `/lead/`."""

from django.urls import path

from keepwarm.qualification.views import trial

urlpatterns = [
    path("drafts/<str:ref>/try/", trial.try_one, name="try"),
    path("trials/", trial.trials, name="trials"),
    path("trials/start/", trial.start_trial, name="start_trial"),
    path("trials/<str:ref>/", trial.show_trial, name="trial"),
    path("trials/<str:ref>/stop/", trial.stop, name="stop_trial"),
    path("trials/<str:ref>/<str:figure>/", trial.show_figure, name="trial_rows"),
]
