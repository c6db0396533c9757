"""How promises went in the demo house, in words. All made up."""

KEPT = ("Signed by their foreman", "The report is in their mailbox", "They said so on the phone", "Seen on site")
BROKEN = ("Two weeks late, and nobody had called them", "Nobody answers on Saturdays", "One person was trained, not two")
SETTLED = ("A second crew came, and the first month is free", "A direct number, and somebody who answers it")
COMPLAINT = "The invoice has the wrong plant on it, for the second time"
