"""Addresses of the letters room."""

from django.urls import path

from keepwarm.letters.views import composer, lists, snippets

urlpatterns = [
    path("", lists.show_letters, name="list"),
    path("new/<str:ref>/", composer.write, name="write"),
    path("new/<str:ref>/check/", composer.check_it, name="check"),
    path("new/<str:ref>/send/", composer.send, name="send"),
    path("new/<str:ref>/points/<str:point>/", lists.tick_off, name="tick_off"),
    path("drafts/<str:ref>/discard/", lists.discard, name="discard"),
    path("exceptions/", lists.exceptions, name="exceptions"),
    path("exceptions/<str:ref>/withdraw/", lists.withdraw, name="withdraw"),
    path("snippets/", snippets.show_snippets, name="snippets"),
    path("snippets/new/", snippets.write_snippet, name="write_snippet"),
    path("snippets/<str:ref>/", snippets.edit_snippet, name="edit_snippet"),
    path("snippets/<str:ref>/retire/", snippets.retire, name="retire_snippet"),
    path("<str:ref>/hold-back/", lists.hold_back, name="hold_back"),
    path("<str:ref>/taken/", lists.take_time, name="take_time"),
]
