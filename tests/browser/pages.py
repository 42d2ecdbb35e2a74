"""Every page of the house, found from its own addresses and access table, so that a new page is looked over too.

An address with a name in it (an organisation, a day) needs a fact in `facts_of`; an address that cannot be opened by
itself needs its reason in `CLOSED`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import BrowserContext

from dure.kernel.access import EVERYONE, SIGNED_IN, STAFF, Rule, rule_for
from tests.browser.demo_films import films_are_drawn
from tests.browser.house import House
from tests.browser.world import what_happened

BACK_OFFICE = "back-office/"
VISITORS = {None: EVERYONE, "ana": SIGNED_IN, "bo": None, "eun": STAFF}
"""Who looks at which pages: a stranger, a signed-in person, the owner of an organisation (by role), staff."""
NOT_ALONE = {302, 303, 405}
"""Answers of addresses that lead on, or only take what a form sends."""

CLOSED = {
    r"^inbox/(conversations|notifications)/<": "of one person only; tested in the inbox",
    r"^inbox/letters/": "needs a letter's key; tested in the inbox",
    r"^giving/desk/.*/funds/<": "of a charity's members only; tested in giving",
    r"^giving/evidence/": "a picture's file",
    r"^sign/(google|kakao|naver|weixin)/": "another house's door; not offered in the demo",
    r"^sign/(3rdparty|social)/": "only on the way back from another house's door",
    r"^sign/2fa/webauthn/(login|reauthenticate)/": "asked by the script of a passkey, answers JSON",
    r"^sign/2fa/webauthn/keys/": "the demo's people have no passkey; the journey of the passkey sees these pages",
    r"^sign/2fa/(totp/deactivate|recovery-codes)": "only for people with a second factor; seen by the staff's journey",
    r"^jobs/": "only while a job is under way; the journey of the export sees it",
    r"^book/files/": "only for somebody who asked for a file; tested in the ledger",
    r"^me/export/(file|progress)/": "only while an export is there; the journey of the export sees it",
    r"^invitation/|/invitations/<uuid": "needs an invitation's key; the journey of the invitation sees these pages",
    r"^me/(consents/|api-keys/<)|/members/<uuid|/reopening/": "only takes what a form sends",
    r"^dispatch/(stops|proofs|told)/": "only for who has the goods in hand, or had; tested in dispatch",
    r"^dispatch/.*(/waybills/<|/lists/<|/drivers/<|/stopping/)": "files, or only takes what a form sends",
    r"^market/.*/till/(closings|sales)/<": "a closing's file, or only takes what a form sends; tested in the market",
    r"^market/.*(/withdrawal/|/arrival/|/removal/|/again/)": "only takes what a form sends",
    r"^market/bookings/<|^market/.*/shows/<|^market/coupons/<": "of its two sides and hosts only; tested in the market",
    r"^market/<uuid:organisation_id>/(reports|returns|till/.*)/<": "while a buyer asks; tested in the market",
    r"^market/hosts/(me/(file|links)|staff/decisions)/": "files, of one host only, or what a form sends; in the market",
    r"^market/.*/hosts/<.*/step/": "only takes what a form sends",
    r"^mandates/<|^giving/(gifts/<|.*pledge/<)|^market/news/<": "only takes what a form sends",
    r"^market/(flash|shows)/<|^market/late-refunds/proposals/<|^live/clips/new/<": "only takes what a form sends",
    r"^market/live/<[^/]*/on-air/": "a part of the host's page on the phone; tested in the market",
    r"^market/live/<[^/]*/goods/": "a part of a show's page while it is on air; tested in the market",
    r"^market/live/<[^/]*/sheet/": "a part of a show's page while it is on air; tested in the market",
    r"^market/(card-sandbox/<.*/cancellation|payments/<.*/question)/": "only takes what a form sends",
    r"^catalog/.*/(bulk/<|photos/<|locations/<|offers/<.*/(price|status)/)": "only takes what a form sends",
    r"^sell/staff/(merchants/.*/agreements/<|payouts/<|runs/<.*/(file|settlement))": "files, or what a form sends",
    r"^sell/.*(/statement\.|/storefront/banner/)|^(catalog|market)/photos/<": "files; tested in their rooms",
    r"^trust/(papers|verifications)/<": "of who asked and of staff only; tested in trust",
    r"^catalog/.*/imports/(<|sample)": "needs a list somebody sent; tested in the catalog",
    r"^live/takedowns/<|^live/(clips|replays)/<[^/]*>/(publication|clip)/": "only takes what a form sends",
    r"^live/(clips|replays)/<.*\.(mp4|jpg|vtt)": "files; tested in the stage room",
    r"^live/helping/<|^live/.*/cover/<": "needs a helper's key; a picture's file; tested in the stage room",
    r"^live/<uuid:show_id>/desk/": "of its hosts and helpers only; `HOSTED` names those that are looked over",
    r"^live/.*/(entries/|reminder/|result\.csv)": "what a form sends; a file of a contest that is over",
    r"^back-office/(r|jsi18n|autocomplete|search)/": "Django's own answers for scripts",
    r"^back-office/\(": "Django's catch-all",
    r"^back-office/.*object_id": "one row of a list; the lists are looked over, and `ROWS` names the rows",
    r"^back-office/(account|mfa|socialaccount|usersessions|auth)/": "third-party tables",
}
ROWS = {
    "back-office/people/person/{person}/change/",
    "back-office/people/organisation/{organisation}/change/",
    "back-office/people/signin/{sign_in}/change/",
}
HOSTED = {"live/{sale}/desk/", "live/{sale}/desk/air/", "live/{sale}/desk/change/", "live/{sale}/desk/order/"}
"""Pages of who hosts a show: the owner of the farm looks at them."""


@dataclass(frozen=True)
class Address:
    """One pattern of the URL tree: its view's name and its form."""

    name: str
    form: str


def addresses() -> list[Address]:
    """Return every address of the house that a browser could open."""
    found = [each for each in _walk(get_resolver()) if not each.form.startswith("api/")]
    return [each for each in found if not any(re.search(closed, each.form) for closed in CLOSED)]


def _walk(tree: URLResolver, space: str = "", start: str = "") -> Iterator[Address]:
    for branch in tree.url_patterns:
        form = start + str(branch.pattern)
        if isinstance(branch, URLPattern):
            yield Address(f"{space}{branch.name or ''}", form)
        else:
            yield from _walk(branch, f"{space}{branch.namespace}:" if branch.namespace else space, form)


def facts_of(house: House) -> dict[str, str]:
    """Return what stands in for the names in addresses: things of the demo world."""
    ((organisation,),) = house.rows("SELECT id FROM people_organisation WHERE name_en LIKE 'Dawn Field%%'")
    ((sign_in, person),) = house.rows("SELECT id, person_id FROM people_signin WHERE phone = '+821000000001'")
    wallet = f"wallet:{person}"
    ((cell, entry),) = house.rows(
        "SELECT e.cell_id, e.entry_id FROM ledger_entry e, ledger_account a "
        "WHERE a.code = %s AND a.account_id = ANY(e.accounts) ORDER BY e.entry_id LIMIT 1",
        wallet,
    )
    ((hub,),) = house.rows("SELECT id FROM dispatch_hub LIMIT 1")
    box = "SELECT id, tracking_key FROM dispatch_shipment WHERE reference = 'demo:box:3'"
    ((shipment, tracking),) = house.rows(box)
    listed = "SELECT product_id FROM catalog_searchentry WHERE organisation_id = %s ORDER BY listed_at LIMIT 1"
    ((product,),) = house.rows(listed, organisation)
    ((slug,),) = house.rows("SELECT slug FROM merchants_storefront WHERE is_published ORDER BY slug LIMIT 1")
    parts = "SELECT order_id, id FROM market_fulfilment WHERE buyer_id = %s ORDER BY id LIMIT 1"
    ((order, part),) = house.rows(parts, person)
    ((addressee,),) = house.rows("SELECT id FROM market_addressee WHERE buyer_id = %s LIMIT 1", person)
    sold = "SELECT id FROM market_fulfilment WHERE seller_id = %s ORDER BY id LIMIT 1"
    ((sale,),) = house.rows(sold, organisation)
    ((fund,),) = house.rows("SELECT id FROM giving_fund LIMIT 1")
    ((evidence,),) = house.rows("SELECT id FROM giving_evidence LIMIT 1")
    ((cycle, round_, supply),) = house.rows(
        "SELECT cycle.id, round.id, supply.id FROM catalog_cycle cycle JOIN catalog_round round ON "
        "round.cycle_id = cycle.id JOIN catalog_supply supply ON supply.cycle_id = cycle.id AND "
        "supply.producer_id = cycle.organisation_id WHERE cycle.organisation_id = %s LIMIT 1",
        organisation,
    )
    films_are_drawn(house)
    ((broadcast,),) = house.rows("SELECT id FROM stage_broadcast WHERE published_at IS NOT NULL ORDER BY id LIMIT 1")
    ((clip,),) = house.rows("SELECT id FROM stage_clip WHERE published_at IS NOT NULL ORDER BY id LIMIT 1")
    shows = "SELECT id FROM stage_show WHERE is_contest = %s AND status = 'planned' ORDER BY id LIMIT 1"
    ((contest,),), ((sale_show,),) = house.rows(shows, True), house.rows(shows, False)
    hosts = (
        "SELECT code, programme_id, affiliate_id FROM market_promotionlink JOIN market_programme AS programme ON "
        "programme.id = programme_id WHERE programme.seller_id = %s ORDER BY market_promotionlink.id LIMIT 1"
    )
    ((link_code, programme, affiliate),) = house.rows(hosts, organisation)
    return {
        **what_happened(house),
        "link_code": link_code, "programme_id": str(programme), "affiliate_id": str(affiliate),
        "show_id": str(contest), "sale": str(sale_show), "broadcast_id": str(broadcast), "clip_id": str(clip),
        "cycle_id": str(cycle), "round_id": str(round_), "supply_id": str(supply),
        "hub_id": str(hub), "shipment_id": str(shipment), "tracking_key": str(tracking),
        "fund_id": str(fund), "evidence_id": str(evidence), "currency": "KRW",
        "organisation_id": str(organisation), "organisation": str(organisation), "country": "KR", "code": "46820",
        "person": str(person), "sign_in": str(sign_in), "cell_id": str(cell), "entry_id": str(entry),
        "account": wallet, "app_label": "people",
        "order_id": str(order), "fulfilment_id": str(part), "addressee_id": str(addressee),
        "sale_id": str(sale), "product_id": str(product), "slug": str(slug),
    }  # fmt: skip


def paths_for(who: str | None, facts: dict[str, str]) -> list[str]:
    """Return the addresses one visitor may open, ready to be opened; sealed days only once there are some."""
    paths: set[str] = set()
    for each in addresses():
        if _is_for(who, rule_for(each.name, "GET")):
            paths |= _filled(each, facts)
    further = {"eun": ROWS, "bo": HOSTED}.get(who or "", set())
    paths |= {"/" + row.format(**facts) for row in further}
    return sorted(paths)


def _is_for(who: str | None, rule: Rule | None) -> bool:
    if rule is None:
        return False
    return rule == VISITORS[who] if VISITORS[who] else bool(rule.roles)


def _filled(address: Address, facts: dict[str, str]) -> set[str]:
    form = address.form.replace("^", "").replace("$", "")
    if address.name == "ledger:account":
        form = form.replace("<str:code>", facts["account"])
    form = re.sub(r"\(\?P<app_label>[^)]*\)", facts["app_label"], form)
    if "<day:" in form:
        return set()  # days are sealed at night; the book's journey seals one and looks at it
    names = re.findall(r"<(?:\w+:)?(\w+)>", form)
    missing = [name for name in names if name not in facts]
    assert not missing, f"tests/browser/pages.py: what stands for {missing} in {form}, or why is it closed?"
    for name in names:
        form = re.sub(rf"<(?:\w+:)?{name}>", facts[name], form)
    return {f"/{form}"}


def pages_among(paths: list[str], context: BrowserContext) -> tuple[list[str], list[str]]:
    """Ask for each address; return those that are whole pages, and a line for each that should have answered."""
    pages, silent = [], []
    for path in paths:
        reply = context.request.get(path, max_redirects=0)
        is_html = reply.headers.get("content-type", "").startswith("text/html")
        if reply.ok and is_html and "<html" in reply.text()[:2000].lower():
            pages.append(path)
        elif not (reply.ok or reply.status in NOT_ALONE or _is_kept_shut(path, reply.status)):
            silent.append(f"{path}: answered {reply.status}")
    return pages, silent


def _is_kept_shut(path: str, status: int) -> bool:
    """Whether it is one of the back office's forms that the house keeps shut: most rows are made by verbs only."""
    return path.startswith(f"/{BACK_OFFICE}") and path.endswith("/add/") and status == 403
