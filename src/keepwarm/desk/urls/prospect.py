"""Addresses of one prospect's page, under `/prospects/`."""

from django.urls import path

from keepwarm.desk.views import called, facts, permits, prospect

urlpatterns = [
    path("<str:ref>/", prospect.show, name="show"),
    path("<str:ref>/comes/", prospect.comes, name="comes"),
    path("<str:ref>/sheet/", prospect.sheet, name="sheet"),
    path("<str:ref>/called/", called.called, name="called"),
    path("<str:ref>/note/", prospect.note, name="note"),
    path("<str:ref>/choose/", prospect.choose_step, name="choose"),
    path("<str:ref>/later/", prospect.put_off, name="later"),
    path("<str:ref>/end/", prospect.end_it, name="end"),
    path("<str:ref>/reopen/", prospect.reopen_it, name="reopen"),
    path("<str:ref>/wishes/", facts.record_wish, name="wish"),
    path("<str:ref>/wishes/<str:wish>/lift/", facts.lift, name="lift_wish"),
    path("<str:ref>/answers/", facts.answer, name="answer"),
    path("<str:ref>/correct/", facts.correct, name="correct"),
    path("<str:ref>/addresses/", facts.add, name="address"),
    path("<str:ref>/addresses/<str:address>/", facts.change_address, name="change_address"),
    path("<str:ref>/addresses/<str:address>/unblock/", permits.unblock, name="unblock"),
    path("<str:ref>/permissions/", permits.permit, name="permit"),
    path("<str:ref>/permissions/<int:permission>/end/", permits.expire, name="expire"),
    path("<str:ref>/permissions/<int:permission>/proof/", permits.show_proof, name="proof"),
    path("<str:ref>/permissions/<int:permission>/withdraw/", facts.withdraw, name="withdraw"),
    path("<str:ref>/doubts/<int:doubt>/", facts.settle, name="settle_doubt"),
    path("<str:ref>/merges/<str:merged>/undo/", facts.undo_merge, name="undo_merge"),
]
