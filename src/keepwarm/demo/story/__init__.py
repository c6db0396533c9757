"""The words of the demo: who lives there, what they want, and what is said on the phone."""
