"""Addresses of the definition, its drafts and versions."""

from django.urls import path

from keepwarm.qualification.views import definition, drafts, questions

urlpatterns = [
    path("", definition.show, name="definition"),
    path("versions/", definition.show_versions, name="versions"),
    path("rejudging/<str:number>/", definition.show_rejudging, name="rejudging"),
    path("questions/new/", questions.add, name="add_question"),
    path("drafts/", drafts.begin, name="begin"),
    path("drafts/<str:ref>/", drafts.show, name="draft"),
    path("drafts/<str:ref>/whole/", drafts.change_whole, name="change_whole"),
    path("drafts/<str:ref>/criteria/", drafts.add_criterion, name="add_criterion"),
    path("drafts/<str:ref>/criteria/<str:name>/", drafts.edit_criterion, name="edit_criterion"),
    path("drafts/<str:ref>/criteria/<str:name>/remove/", drafts.remove_criterion, name="remove_criterion"),
    path("drafts/<str:ref>/comment/", drafts.comment, name="comment"),
    path("drafts/<str:ref>/sign/", drafts.sign_for_side, name="sign"),
    path("drafts/<str:ref>/withdraw/", drafts.withdraw, name="withdraw"),
]
