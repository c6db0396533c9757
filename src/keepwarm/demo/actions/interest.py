"""What the demo's people do by themselves: a form, a marked page, clicks and downloads, and a robot that counts for nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from keepwarm.content.models import Item, State
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
from keepwarm.intake.models import InquiryForm
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import mark_heeded, put_links, record_signs
from keepwarm.signs.actions.marking import mark_page
from keepwarm.signs.links import Target
from keepwarm.signs.models import Kind, Link, Page, Sign
from keepwarm.signs.recording import NewSign
from keepwarm.signs.robots import Because

PEOPLE, DAYS = 40, 40
PRICES = "https://demo.example/prices"


def show_interest(cast: Cast, chance: Random, *, now: datetime) -> None:
    """A few deeds for some of the people, over the last weeks; the plan that follows decides with them."""
    form = save_form(FormText(name="Demo: web form", heading="What can we do for you?", source=cast.web.name), by=cast.marketer, now=now)
    page = mark_page(PRICES, "our prices", weight=2, by=cast.marketer, now=now)
    items = list(Item.objects.filter(state=State.IN_USE).exclude(url="").order_by("pk"))
    refs = put_links([Target(item.url, item.pk) for item in items], now=now)
    links = {link.item_id: link for link in Link.objects.filter(ref__in=refs.values())}
    for kind, keys in {"forms": [form.pk], "pages": [page.pk], "links": [link.pk for link in links.values()]}.items():
        note_made(kind, keys)
    people = list(Prospect.objects.filter(ended_at__isnull=True, last_touch_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    chosen = chance.sample(people, min(PEOPLE, len(people)))
    told = [sign for pk in chosen for sign in _deeds(pk, items, links, page, chance, now=now)]
    robot = [
        NewSign(pk, Kind.CLICK, now - timedelta(days=2), item.pk, links[item.pk].pk, source="demo").by_robot(Because.TOO_SOON)
        for pk in chosen[:1]
        for item in items
    ]
    record_signs([*told, *robot], now=now)
    mark_heeded(list(Sign.objects.filter(heeded_at__isnull=True, prospect_id__in=chosen).values_list("pk", flat=True)), now=now)


def _deeds(pk: int, items: list[Item], links: dict[int | None, Link], page: Page, chance: Random, *, now: datetime) -> list[NewSign]:
    """One to three things; every fifth of these people looked at the prices too."""
    done = []
    for item in chance.sample(items, min(chance.randint(1, 3), len(items))):
        kind = chance.choice((Kind.CLICK, Kind.CLICK, Kind.DOWNLOAD))
        when = now - timedelta(days=chance.randint(1, DAYS), minutes=chance.randint(0, 300))
        done.append(NewSign(pk, kind, when, item.pk, links[item.pk].pk if kind == Kind.CLICK else None, source="demo"))
    if chance.random() < 0.2:
        done.append(NewSign(pk, Kind.VISIT, now - timedelta(days=1, minutes=chance.randint(0, 300)), page_id=page.pk, weight=page.weight))
    return done


def remove_interest(made: dict[str, list[int]]) -> None:
    """Form, page and links; the deeds went with their people."""
    Link.objects.filter(pk__in=made.get("links", []), signs__isnull=True).delete()
    Page.objects.filter(pk__in=made.get("pages", []), signs__isnull=True).delete()
    InquiryForm.objects.filter(pk__in=made.get("forms", []), filled__isnull=True).delete()
