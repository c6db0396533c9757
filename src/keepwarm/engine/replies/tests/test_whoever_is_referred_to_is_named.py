"""Name and address of a person one is sent to."""

import pytest

from keepwarm.engine.replies.referral import find_referred


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Please ask our buyer Jane Doyle, j.doyle@mill.example.", "Jane Doyle", "j.doyle@mill.example"),
        ("Zuständig ist Frau Dr. Anke Vogt (anke.vogt@labor.example).", "Anke Vogt", "anke.vogt@labor.example"),
        ("Contact Ann Lee or Bob Ray; write to bob.ray@mill.example first.", "Bob Ray", "bob.ray@mill.example"),
        ("mobile = jim stone, jstone@yard.example", "Jim Stone", "jstone@yard.example"),
        ("Adressez-vous à Mme Hélène Morvan.", "Hélène Morvan", None),
        ("Quem cuida disso é a Helena Prado.", "Helena Prado", None),
        ("Ann Lee on 01632 960100 can answer that.", "Ann Lee", None),
        ("In Kiel ist das Jan Petersen, Durchwahl 12.", "Jan Petersen", None),
        ("Meine Kollegin Anja Voß vertritt mich: voss@alster.example", "Anja Voß", "voss@alster.example"),
        ("Unser Kollege Max Groß hilft Ihnen.", "Max Groß", None),
        ("Escriba a Núria de la Vega, nuria@vega.example.", "Núria de la Vega", "nuria@vega.example"),
    ],
)
def test_a_person_is_named_with_the_address_that_is_theirs(text: str, name: str, email: str | None) -> None:
    found = find_referred(text)
    assert found is not None
    assert (found.name, found.email) == (name, email)


@pytest.mark.parametrize(
    "text",
    ["Write to info@mill.example.", "Back on Monday. Thanks!", "Not interested.", "Call the Switchboard.", "He keeps his Sundays.", ""],
)
def test_without_a_person_nobody_is_named(text: str) -> None:
    assert find_referred(text) is None
