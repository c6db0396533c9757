"""Addresses of mailings, under `/mailings/`; those under `p/` are for everyone."""

from django.urls import path

from keepwarm.mailings.views import public, showing, writing

urlpatterns = [
    path("", writing.show_list, name="list"),
    path("new/", writing.add, name="add"),
    path("p/", public.show_archive, name="archive"),
    path("p/feed.xml", public.feed, name="feed"),
    path("p/<str:ref>/", public.show_one, name="public"),
    path("<str:ref>/", showing.show, name="show"),
    path("<str:ref>/change/", writing.change, name="change"),
    path("<str:ref>/check/", writing.check, name="check"),
    path("<str:ref>/check/stop/", writing.stop_its_check, name="stop_check"),
    path("<str:ref>/check/who/<str:what>/", showing.show_checked, name="checked"),
    path("<str:ref>/approve/", writing.approve, name="approve"),
    path("<str:ref>/discard/", writing.discard, name="discard"),
    path("<str:ref>/preview/", showing.preview, name="preview"),
    path("<str:ref>/mail/", showing.show_in_frame, name="mail"),
    path("<str:ref>/who/<str:what>/", showing.show_rows, name="rows"),
    path("<str:ref>/<str:what>/", showing.steer, name="steer"),
]
