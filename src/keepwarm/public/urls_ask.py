"""Addresses of forms, answers and papers, below `ask/`."""

from django.urls import path

from keepwarm.public.views import answering, asking

urlpatterns = [
    path("house.css", answering.colours, name="colours"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path("paper/<str:token>/", answering.paper, name="paper"),
    path("thanks/<str:token>/", asking.thanks, name="thanks"),
    path("confirm/<str:token>/", asking.confirm_address, name="confirm"),
    path("<str:ref>/", asking.ask, name="form"),
]
