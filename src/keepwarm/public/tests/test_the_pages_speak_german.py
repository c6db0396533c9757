"""Pages for everyone speak as the reader's browser asks, German complete; those of the house stay in its one language."""

import ast
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.test import Client

import keepwarm
from keepwarm.consent.links import preferences_path, unsubscribe_path
from keepwarm.consent.models import Wording
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
from keepwarm.touches.models import Touch
from tests.cast import NOW, meet, open_house

SOURCE = Path(keepwarm.__file__).parent
CATALOGUE = SOURCE / "locale" / "de" / "LC_MESSAGES"
TEMPLATES = [
    *(SOURCE / "public" / "templates").rglob("*.html"),
    SOURCE / "signs" / "templates" / "signs" / "lost.html",
    *SOURCE.glob("*/templates/*/public/*.html"),  # of whatever room
    *(SOURCE / "content" / "templates" / "content" / "mail").glob("*.html"),
]
SPOKEN = (
    "seminars/words.py",
    "seminars/queries/public.py",
    "consent/stamps.py",
    "programs/actions/writing.py",
    "post/texts.py",
    "post/queries/composing.py",
    "letters/queries/times.py",
    "content/rendering/mail.py",
)
"""Files whose every sentence goes to prospects."""
MARKS, ALIKE = {"_", "gettext", "gettext_lazy"}, {"online"}
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_of_a_page_has_its_german(path: Path) -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        known = GNUTranslations(file)
    said = _sentences_of(path.read_text())
    assert [sentence for sentence in said if known.gettext(sentence) == sentence] == []


@pytest.mark.parametrize("name", SPOKEN)
def test_every_sentence_of_a_mail_has_its_german(name: str) -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        known = GNUTranslations(file)
    calls = [
        one for one in ast.walk(ast.parse((SOURCE / name).read_text())) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
    ]
    said = [str(one.args[0].value) for one in calls if one.func.id in MARKS and isinstance(one.args[0], ast.Constant)]  # type: ignore[attr-defined]
    assert said
    assert [sentence for sentence in said if known.gettext(sentence) == sentence and sentence not in ALIKE] == []


def _sentences_of(template: str) -> list[str]:
    """As the catalogue names them: those of one form; what counts is said by `ngettext` and checked by its own pages."""
    whole = re.findall(r"{% blocktranslate trimmed[^%]*%}([^%]*){% endblocktranslate %}", template)
    return [*re.findall(r'{% translate "([^"]+)"', template), *(re.sub(r"{{ (\w+) }}", r"%(\1)s", one) for one in whole)]


def test_what_is_compiled_is_what_is_written() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        known = GNUTranslations(file)
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (CATALOGUE / "django.po").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(pairs) > 80
    for english, german in pairs:
        plain = [text.replace("\\n", "\n").replace('\\"', '"') for text in (english, german)]
        assert known.gettext(plain[0]) == plain[1]


@pytest.mark.django_db
class TestPages:
    def test_the_preferences(self, client: Client) -> None:
        anna = meet(open_house())
        page = client.get(preferences_path(anna.ref), **GERMAN).content.decode()  # type: ignore[arg-type]
        assert '<html lang="de"' in page
        assert "Wie möchten Sie von uns hören?" in page
        assert "How would you like" in client.get(preferences_path(anna.ref), HTTP_ACCEPT_LANGUAGE="fr").content.decode()

    def test_the_yes_is_kept_in_the_words_that_were_read_and_the_note_in_ours(self, client: Client) -> None:
        anna = meet(open_house())
        client.post(unsubscribe_path(anna.ref), {"end": "mailing"}, **GERMAN)  # type: ignore[arg-type]
        assert Touch.objects.get().note == "Unsubscribed by the link in a mail"
        client.post(preferences_path(anna.ref), {"what": "choose", "email": "all", "phone": "on"}, **GERMAN)  # type: ignore[arg-type]
        assert Wording.objects.get(channel="mailing").language == "de"

    def test_a_form_speaks_as_its_maker_says(self, client: Client) -> None:
        house = open_house()
        text = FormText(name="Web", heading="Fragen Sie uns", source="Website", language="de")
        form = save_form(text, by=house.max, now=NOW)
        got = client.get(f"/ask/{form.ref}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "Was können wir für Sie tun?" in got
        wrong = client.post(f"/ask/{form.ref}/", {"email": "x"}, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "Das ist keine E-Mail-Adresse" in wrong

    def test_the_house_stays_in_its_language(self, client: Client) -> None:
        client.force_login(open_house().max)
        assert '<html lang="en"' in client.get("/intake/forms/", **GERMAN).content.decode()  # type: ignore[arg-type]
