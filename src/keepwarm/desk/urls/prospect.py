"""Addresses of one prospect's page, under `/prospects/`."""

from django.urls import path

from keepwarm.desk.views import facts, prospect

urlpatterns = [
    path("<str:ref>/", prospect.show, name="show"),
    path("<str:ref>/sheet/", prospect.sheet, name="sheet"),
    path("<str:ref>/note/", prospect.note, name="note"),
    path("<str:ref>/choose/", prospect.choose_step, name="choose"),
    path("<str:ref>/later/", prospect.put_off, name="later"),
    path("<str:ref>/end/", prospect.end_it, name="end"),
    path("<str:ref>/reopen/", prospect.reopen_it, name="reopen"),
    path("<str:ref>/wishes/", facts.record_wish, name="wish"),
    path("<str:ref>/wishes/<str:wish>/lift/", facts.lift, name="lift_wish"),
    path("<str:ref>/answers/", facts.answer, name="answer"),
]
