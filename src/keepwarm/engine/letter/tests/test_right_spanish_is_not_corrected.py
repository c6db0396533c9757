"""The list of Spanish words holds few forms; what may be a form of one of them is no mistake, and what is misspelt is found still."""

import pytest

from keepwarm.engine.letter.tests.letters import findings
from keepwarm.engine.letter.words import Kind

RIGHT = (
    "¿Cómo está usted? Hablamos por teléfono la semana pasada y le envío el folleto que pidió.",
    "Podríamos hablar el jueves a las diez, si le viene bien. Dígame por favor qué día le conviene.",
    "Gracias por su respuesta. Espero que todo vaya bien; quería saber quién decide en su empresa sobre las bombas.",
    "Estamos disponibles mañana y tendré tiempo el lunes. ¿Prefiere otro día, o podemos llamarle después de las dos?",
    "Recibí su mensaje y le agradezco la información. Habíamos acordado una llamada; nos vemos el viernes.",
    "Intenté llamarle ayer y dejé un mensaje. Volveré a intentarlo mañana. Saludos cordiales.",
)
WRONG = (
    "presupuestoo telefno reunon hablr emprresa grasias dispocision infromacion documentoss jueevs yamada"
    " nesecito kiero anviar prefieere".split()
)


def misspelt(text: str) -> list[str]:
    body = f"Hola Ada:\n\n{text}\n\nUwe\n"
    return [body[one.start : one.end] for one in findings(body, language="es") if one.kind is Kind.SPELLING]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_has_no_word_that_is_marked(text: str) -> None:
    assert misspelt(text) == []


@pytest.mark.parametrize("word", WRONG)
def test_a_misspelt_word_is_marked(word: str) -> None:
    assert misspelt(f"Quería hablar con usted de la {word} que tiene para nosotros.") == [word]
