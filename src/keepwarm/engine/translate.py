"""Marks a sentence for translation without translating it: the engine makes no words, it only carries them."""


def gettext_noop(message: str) -> str:
    """The message itself. The name is what the tool that gathers sentences for translators looks for."""
    return message
