"""Addresses of the hand-off, under `/hand-offs/`."""

from django.urls import path

from keepwarm.handoff.views import lists, offer, one

urlpatterns = [
    path("", lists.show_list, name="list"),
    path("notices/seen/", lists.see, name="see"),
    path("reasons/", lists.show_reasons, name="reasons"),
    path("reasons/<str:key>/", lists.change, name="reason"),
    path("offer/<str:ref>/", offer.offer_it, name="offer"),
    path("<str:ref>/", one.show, name="show"),
    path("<str:ref>/clock/", one.clock, name="clock"),
    path("<str:ref>/brief.pdf", one.brief, name="brief"),
    path("<str:ref>/accept/", one.accept_it, name="accept"),
    path("<str:ref>/return/", one.give_it_back, name="return"),
    path("<str:ref>/withdraw/", one.withdraw_it, name="withdraw"),
    path("<str:ref>/pass-on/", one.ask_another, name="pass_on"),
    path("<str:ref>/approve/", one.approve, name="approve"),
    path("<str:ref>/introduced/", one.introduced, name="introduced"),
]
