"""Who may open an account: nobody from outside. `keepwarm user` and the team page make accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedHouse(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is given by whoever runs the house."""
        return False
