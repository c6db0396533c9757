"""The gallery: example pages made of nothing but our components, with names, words and numbers that strain them."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.template import engines
from django.template.backends.django import DjangoTemplates

from keepwarm.site.appearance import Appearance
from keepwarm.site.context import DOORS, NavItem

PAGES = Path(__file__).parent / "pages"
LONG_NAME = "Maximiliane Freifrau von Oberhausen-Wittgenstein-Hohenstein"
LONG_FIRM = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH"
DISPOSITIONS = (
    ("reached", "Reached"), ("someone_else", "Someone else"), ("voicemail", "Voicemail"), ("no_answer", "No answer"), ("busy", "Busy"),
    ("wrong_number", "Wrong number"), ("has_left", "Has left"), ("says_no", "Says no"), ("never_call", "Never call again"),
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind; `wrong` carries an error."""

    disposition = forms.ChoiceField(label="How did it end?", choices=DISPOSITIONS, widget=forms.RadioSelect)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    source = forms.CharField(label="Where is this list from?", help_text="Stands on the report as the name of the list.")
    wrong = forms.EmailField(label="Email", initial="anna.whitfield@")
    agree = forms.BooleanField(label="They agreed to the newsletter", required=False, help_text="Keep the proof: where and when.")
    which = forms.ChoiceField(
        label="Which one is it?", choices=(("a", "The firm in Leeds"), ("b", "Another firm")), widget=forms.RadioSelect
    )
    file = forms.FileField(label="File", required=False)


def make_form() -> SampleForm:
    """A form as it comes back after one wrong answer."""
    return SampleForm({"disposition": "reached", "note": "Director decides in January.", "source": "Fair", "wrong": "anna@", "which": "a"})


def list_variants() -> dict[str, tuple[str, dict[str, object]]]:
    """The name of each picture, with its template and what is different in it."""
    plain: dict[str, tuple[str, dict[str, object]]] = {path.stem: (path.name, {}) for path in sorted(PAGES.glob("[!_]*.html"))}
    strained = {"name": LONG_NAME, "firm": LONG_FIRM, "crowded": True, "crowd": range(1, 38), "long": True}
    return plain | {"desk_crowded": ("desk.html", strained), "prospect_strained": ("prospect.html", strained)}


def render_page(variant: str, *, theme: str = "auto") -> str:
    """The page's HTML, as a signed-in manager would see it; it asks no address and no database."""
    template, more = list_variants()[variant]
    context = {
        "form": make_form(), "started": "2026-11-21T10:12:00Z", "find_url": "/find/",
        "new_person_url": "/new/", "they_called_url": "/called/",
        "appearance_url": "/appearance/", "sign_out_url": "/out/", "account_url": "/account/", "csrf_token": "sample",
        "user": SimpleNamespace(is_authenticated=True, name="Mara Lind"), "appearance": Appearance(theme=theme),
        "nav_items": [NavItem(str(door.label), "#", door.label == "Desk") for door in DOORS], **more,
    }  # fmt: skip
    return find_engine().get_template(template).render(context)


def find_engine() -> DjangoTemplates:
    """The house's own template engine, which also finds the gallery's pages."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    if str(PAGES) not in backend.engine.dirs:
        backend.engine.dirs.append(str(PAGES))
    return backend
