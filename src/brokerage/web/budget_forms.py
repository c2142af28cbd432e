"""The forms of a budget and its purses: from figures to fields and from fields to drafts."""

from datetime import date
from typing import Any

from brokerage.domain.drafts import BudgetDraft, PurseDraft
from brokerage.domain.rulepacks import Rulepack
from brokerage.usecases.budgets import BudgetView
from brokerage.web.forms import Form

MANY_PURSES = 40
PURSE_FIELDS = ("name", "total_minor", "kind", "categories", "sentence")
NO_DATE = date(1, 1, 1)
Fields = dict[str, Any]


def levels_in(form: Form, rules: Rulepack) -> dict[str, int]:
    """The levels that were chosen, by part of life; none at all if the form is fresh."""
    if rules.points is None:
        return {}
    chosen: dict[str, int] = {}
    for domain in rules.points.domains:
        name = f"level-{domain.id}"
        if form.text(name):
            message = f"Choose one of the answers for “{domain.name}”."
            chosen[domain.id] = form.number(name, message, high=len(rules.points.levels) - 1)
    form.check()
    return chosen


def budget_fields(budget: BudgetDraft | BudgetView) -> Fields:
    """A budget as form fields."""
    fields: Fields = {
        "starts_on": budget.starts_on.isoformat(),
        "ends_on": budget.ends_on.isoformat(),
        "total_minor": amount(budget.total_minor),
        "contingency_minor": amount(budget.contingency_minor),
        "management": budget.management,
        "reason": budget.reason,
    }
    return fields | {f"level-{name}": str(level) for name, level in budget.levels.items()}


def budget_draft(form: Form, rules: Rulepack) -> BudgetDraft:
    """The budget that the form asks for."""
    draft = BudgetDraft(
        starts_on=_day(form, "starts_on", "Write the first day."),
        ends_on=_day(form, "ends_on", "Write the last day."),
        total_minor=form.money_minor("total_minor"),
        contingency_minor=form.money_minor("contingency_minor", empty=0),
        management=form.text("management"),
        levels=levels_in(form, rules),
        reason=form.text("reason"),
    )
    form.check()
    return draft


def purse_fields(budget: BudgetView) -> Fields:
    """The purses as form fields, named as problems point at them: `purses/0/name`."""
    fields: Fields = {"version": str(budget.version)}
    for i, purse in enumerate(budget.purses):
        fields[f"purses/{i}/name"] = purse.name
        fields[f"purses/{i}/total_minor"] = amount(purse.total_minor)
        fields[f"purses/{i}/kind"] = purse.kind
        fields[f"purses/{i}/categories"] = list(purse.categories)
        fields[f"purses/{i}/sentence"] = purse.sentence
    return fields


def filled_purses(form: Form) -> list[int]:
    """Which purses of the form have a name or an amount."""
    return [i for i in range(MANY_PURSES) if form.text(f"purses/{i}/name") or form.text(f"purses/{i}/total_minor")]


def without_empty_purses(form: Form) -> Form:
    """The same form with the filled purses in a row, so that the number of a purse is the number of its fields."""
    moved: Fields = {name: value for name, value in form.data.items() if not name.startswith("purses/")}
    for place, i in enumerate(filled_purses(form)):
        for name in PURSE_FIELDS:
            if f"purses/{i}/{name}" in form.data:
                moved[f"purses/{place}/{name}"] = form.data[f"purses/{i}/{name}"]
    return Form(moved)


def purse_drafts(form: Form, rules: Rulepack) -> tuple[PurseDraft, ...]:
    """The purses that the form asks for."""
    by_kind = {kind.id: kind.categories for kind in rules.purse_kinds}
    drafts = []
    for i in filled_purses(form):
        kind = form.text(f"purses/{i}/kind")
        ticked = tuple(form.all(f"purses/{i}/categories"))
        draft = PurseDraft(
            name=form.text(f"purses/{i}/name"),
            total_minor=form.money_minor(f"purses/{i}/total_minor"),
            kind=kind if kind in by_kind else "",
            categories=by_kind.get(kind, ticked),
            sentence=form.text(f"purses/{i}/sentence"),
        )
        drafts.append(draft)
    form.check()
    return tuple(drafts)


def version_in(form: Form) -> int:
    """The version that the form was filled in on."""
    return form.number("version", "Look at this page again.", empty=1)


def amount(minor: int) -> str:
    """An amount as it is typed: 250.50."""
    return f"{minor // 100}.{minor % 100:02d}"


def _day(form: Form, name: str, message: str) -> date:
    if not form.text(name):
        form.refuse(name, message)
    return form.date(name) or NO_DATE
