"""Staff: what the law says of the value added tax of kinds of goods."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.http import DureRequest
from dure.rooms.market.forms.tax_rules import TaxRuleForm
from dure.rooms.market.queries.taxes import stated_rules, unstated_kinds
from dure.rooms.market.services.tax_rules import note_tax_rule, remove_tax_rule


@require_http_methods(["GET", "HEAD", "POST"])
def tax_rules(request: DureRequest) -> HttpResponse:
    """Every rule with its source and day, what no rule covers, and a form for one more."""
    form = TaxRuleForm(request.POST or None)
    if form.is_valid():
        note_tax_rule(by=request.actor, **form.facts())
        messages.success(request, _("Saved. Receipts that were issued keep what they say."))
        return redirect("market:tax_rules")
    context = {"form": form, "rules": stated_rules(), "unstated": unstated_kinds(country="KR")}
    return render(request, "market/tax_rules.html", context, status=422 if form.errors else 200)


@require_POST
def tax_rule_removal(request: DureRequest, rule_id: UUID) -> HttpResponse:
    """Take a rule away."""
    remove_tax_rule(by=request.actor, rule_id=rule_id)
    messages.success(request, _("The rule is gone."))
    return redirect("market:tax_rules")
