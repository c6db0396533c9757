"""One-time sign-in links as the terminal prints them."""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone

from keepwarm.staff.links import write_token
from keepwarm.staff.models import REPS, Role, User

RUNS_THE_HOUSE = (Role.ADMIN, Role.MANAGER)


def write_link(user: User, *, base: str) -> str:
    """The address that signs `user` in once, within 15 minutes."""
    return urljoin(base, reverse("sign_in_by_link", args=[write_token(user, now=timezone.now())]))


def list_people_to_welcome() -> list[tuple[str, User]]:
    """Whom to print a link for: one person who runs the house, one rep and a director, each with name and role; none when empty."""
    found: dict[int, tuple[str, User]] = {}
    for roles in (RUNS_THE_HOUSE, REPS, (Role.DIRECTOR,)):
        user = User.objects.filter(is_active=True, grants__role__in=roles).order_by("pk").first()
        if user and user.pk not in found:
            found[user.pk] = (f"{user.name} ({', '.join(str(Role(role).label) for role in sorted(user.roles))})", user)
    return list(found.values())
