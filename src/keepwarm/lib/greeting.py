"""What `keepwarm serve` hands to the web server that it becomes: words to say once the house answers."""

from typing import Final

GREETING: Final = "_GREETING_OF_THE_HOUSE"
"""Names, in the environment, the end of the pipe to read them from. No setting: nobody sets it by hand."""
