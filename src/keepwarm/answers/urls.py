"""Addresses of the questionnaire."""

from django.urls import path

from keepwarm.answers import views

urlpatterns = [
    path("", views.show_questions, name="questions"),
    path("new/", views.write_question, name="write"),
    path("<slug:key>/", views.edit_question, name="question"),
    path("<slug:key>/move/", views.move, name="move"),
]
