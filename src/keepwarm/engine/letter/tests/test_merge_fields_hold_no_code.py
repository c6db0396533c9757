"""`{{field|other words}}` is filled in, made harmless for its part, and nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.letter.merging import FieldBroken, FieldMissing, For, fields_in, fill, require_sound


def test_a_field_is_filled_in_and_a_blank_one_takes_its_default() -> None:
    assert fill("Hello {{given_name}}, {{ topic | our work }}.", {"given_name": "Ada", "topic": " "}) == "Hello Ada, our work."
    assert fill("Dear {{title|}} Ada", {}) == "Dear  Ada"


@pytest.mark.parametrize("values", [{}, {"given_name": ""}, {"given_name": "  "}])
def test_a_missing_field_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(FieldMissing, match="given_name"):
        fill("Hello {{given_name}},", values)


@pytest.mark.parametrize(
    "template",
    [
        "{{",
        "}}",
        "{{Given}}",
        "{{a.b}}",
        "{{a()}}",
        "{{a['b']}}",
        "{% if a %}",
        "{{a|{{b}}}}",
        "{{7*7}}",
        "{{ self }} {{",
        "{{a|\n}}",
        "{{__class__}}",
    ],
)
def test_what_looks_like_code_is_refused(template: str) -> None:
    with pytest.raises(FieldBroken):
        fill(template, {"a": "x", "b": "y", "self": "z"})


def test_a_value_is_never_read_as_a_field() -> None:
    assert fill("{{a}} {{b}}", {"a": "{{b}}", "b": "{{a}}"}) == "{{b}} {{a}}"


def test_values_are_harmless_in_their_part() -> None:
    value = {"a": "<b onclick='x'>&\r\nBcc: x"}
    assert fill("{{a}}", value, For.HTML) == "&lt;b onclick=&#x27;x&#x27;&gt;&amp;\r\nBcc: x"
    assert fill("{{a}}", value, For.HEADER) == "<b onclick='x'>& Bcc: x"
    assert fill("{{a}}", {"a": "x\x00y\x1bz"}, For.TEXT) == "xyz"


def test_the_fields_of_a_template_are_known_before() -> None:
    assert fields_in("{{b}} {{a|x}} {{b}}") == ("b", "a")
    with pytest.raises(FieldMissing, match="nobody"):
        require_sound("{{nobody}}", known=frozenset({"a"}))


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_template_is_filled_or_refused(template: str, value: str) -> None:
    try:
        filled = fill(template, {"a": value}, For.HEADER)
    except (FieldMissing, FieldBroken):
        return
    assert isinstance(filled, str)


@given(st.text(max_size=300))
def test_no_value_breaks_out_of_its_part(value: str) -> None:
    try:
        header, markup = fill("X: {{a}}", {"a": value}, For.HEADER), fill("<p>{{a}}</p>", {"a": value}, For.HTML)
    except FieldMissing:
        return
    assert not set("\r\n\x00\x0b\x0c\x85\u2028\u2029") & set(header)
    assert not set("<>\"'") & set(markup.removeprefix("<p>").removesuffix("</p>"))
