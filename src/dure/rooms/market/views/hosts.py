"""The host network: the leaderboard for everybody, a host's own links, orders and wishes."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import clock
from dure.kernel.http import DureRequest
from dure.kernel.sheets import write_csv
from dure.rooms.dispatch.bars import qr
from dure.rooms.market import errors
from dure.rooms.market.forms.promoting import HostChoiceForm, WhyForm
from dure.rooms.market.queries import affiliates as queries
from dure.rooms.market.queries import host_standings, promotions
from dure.rooms.market.queries.promotion_words import order_rows, share_texts
from dure.rooms.market.services import affiliates, promotion_links

PROGRAMMES_PER_PAGE = 30
CURRENCIES = ("KRW", "CNY")


@require_safe
def hosts(request: DureRequest) -> HttpResponse:
    """Through whom most reached the farmers, as bars, by month and province."""
    period = request.GET.get("period", host_standings.EVER)
    region = request.GET.get("region", host_standings.EVERYWHERE)
    currency = request.GET.get("currency", CURRENCIES[0])
    currency = currency if currency in CURRENCIES else CURRENCIES[0]
    months = host_standings.months()
    period = period if period in months else host_standings.EVER
    regions = host_standings.regions_counted(period=period)
    region = region if region in dict(regions) else host_standings.EVERYWHERE
    board = host_standings.leaderboard(
        period=period, region_path=region, currency=currency, person_id=request.actor.person_id
    )
    context = {"board": board, "months": months, "regions": regions, "most": max(_reached(board), default=1)}
    context["currencies"] = CURRENCIES
    return render(request, "market/hosts.html", context)


def _reached(board: host_standings.Leaderboard) -> list[int]:
    return [each.reached.minor for each in board.places]


@never_cache
@require_safe
def my_links(request: DureRequest) -> HttpResponse:
    """A host's links with what they brought; for others what being a host is, and the press that makes them one."""
    found = queries.affiliate_of(person_id=request.actor.person_id)
    if found is None:
        return render(request, "market/host_joining.html")
    page = queries.my_links(affiliate=found, page=request.GET.get("page"))
    context = {
        "affiliate": found,
        "page": page,
        "rows": queries.rows_of(page),
        "sums": queries.sums_of(affiliate=found),
        "payable": queries.payable(affiliate=found),
        "acts": queries.acts_of(affiliate=found, count=5),
        "form": HostChoiceForm(affiliate=found),
        "appeal_form": WhyForm(),
    }
    return render(request, "market/my_links.html", context)


@require_POST
def host_joining(request: DureRequest) -> HttpResponse:
    """Become a host with one press."""
    made = affiliates.join_network(by=request.actor)
    if made.is_approved:
        messages.success(request, _("You are a host now. Choose what you want to tell people about."))
        return redirect("market:programmes")
    messages.success(request, _("Thank you. Our staff look at it and tell you."))
    return redirect("market:my_links")


@require_POST
def host_choice(request: DureRequest) -> HttpResponse:
    """Say whether one is named, and how one is paid."""
    form = HostChoiceForm(request.POST, affiliate=queries.own_affiliate(person_id=request.actor.person_id))
    if not form.is_valid():
        raise errors.NotPaidThere
    said = form.cleaned_data
    affiliates.choose(by=request.actor, is_named=said["is_named"], organisation_id=form.organisation_id())
    messages.success(request, _("Saved."))
    return redirect("market:my_links")


@require_POST
def host_appeal(request: DureRequest) -> HttpResponse:
    """Ask staff to look again."""
    affiliates.appeal(by=request.actor, why=request.POST.get("why", ""))
    messages.success(request, _("We look at it again and tell you."))
    return redirect("market:my_links")


@never_cache
@require_safe
def host_orders(request: DureRequest) -> HttpResponse:
    """What a host's links sold, order by order, and why each commission stands as it does."""
    found = queries.own_affiliate(person_id=request.actor.person_id)
    page = Paginator(queries.my_orders(affiliate=found), queries.ORDERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/host_orders.html", {"affiliate": found, "page": page})


@never_cache
@require_safe
def host_file(request: DureRequest) -> HttpResponse:
    """The same as a table."""
    found = queries.own_affiliate(person_id=request.actor.person_id)
    file = BytesIO()
    write_csv(order_rows(affiliate=found), file)
    name = f"dure-hosts-{clock.today():%Y-%m-%d}.csv"
    return HttpResponse(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_safe
def programmes(request: DureRequest) -> HttpResponse:
    """What can be promoted now, those that pay most first."""
    page = Paginator(promotions.running(), PROGRAMMES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "affiliate": queries.affiliate_of(person_id=request.actor.person_id)}
    return render(request, "market/programmes.html", context)


@require_POST
def link_making(request: DureRequest) -> HttpResponse:
    """Make an own link, or find it, and show it."""
    programme = promotions.programme_named(number=request.POST.get("programme", ""))
    made = promotion_links.make_link(
        by=request.actor,
        programme_id=programme.id,
        target=request.POST.get("target", ""),
        target_id=request.POST.get("target_id", ""),
    )
    return redirect("market:own_link", link_code=made.code)


@never_cache
@require_safe
def own_link(request: DureRequest, link_code: str) -> HttpResponse:
    """One own link with its QR code, words to share, and what it brought."""
    found = queries.own_affiliate(person_id=request.actor.person_id)
    link = queries.own_link(affiliate=found, code=link_code)
    [row] = queries.rows_of([link])
    address = request.build_absolute_uri(f"/market/p/{link.code}/")
    context = {
        "affiliate": found,
        "row": row,
        "address": address,
        "qr": _drawn(address),
        "texts": share_texts(row=row, address=address, first=get_language() or ""),
    }
    return render(request, "market/own_link.html", context)


def _drawn(address: str) -> SafeString:
    return mark_safe(qr(address))  # noqa: S308  drawn by the library from our own address
