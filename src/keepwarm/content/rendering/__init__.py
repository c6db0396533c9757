"""One source, and from it a mail in HTML and in plain text.

`render_mail` is what one person gets; `render_pattern` is the same for many: a frozen text with places for a sender to fill.
"""

from keepwarm.content.rendering.mail import MailSource, Pattern, Rendered, fill_pattern, render_mail, render_pattern
from keepwarm.content.rendering.markup import MarkupRefused, answer_in, parse, require_sound_markup

__all__ = (
    "MailSource",
    "MarkupRefused",
    "Pattern",
    "Rendered",
    "answer_in",
    "fill_pattern",
    "parse",
    "render_mail",
    "render_pattern",
    "require_sound_markup",
)
