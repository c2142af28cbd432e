"""Many choices under many limits: always an answer, checked, never worse than the greedy one."""

from random import Random

from brokerage.optimizer import Brief, Choice, Goal, Limit, Market, Option, Params, baseline, check, propose


def _brief(random: Random, choices: int, options: int, limits: int) -> Brief:
    names = [f"limit{i}" for i in range(limits)]
    made = []
    for number in range(choices):
        every = []
        for index in range(options):
            uses = {name: random.randint(1, 100) for name in names}
            value = sum(uses.values()) // limits + random.randint(1, 30)
            every.append(Option(f"o{index}", "An option", value, uses=uses))
        made.append(Choice(f"c{number}", "A choice", "One of these.", ("good",), tuple(every), is_must=True))
    capacity = choices * 45
    bounds = tuple(Limit(name, name, capacity) for name in names)
    return Brief("many", "GBP", "2026-03-02", (Goal("good", "A good week."),), (), tuple(made), limits=bounds)


def test_many_choices_are_all_answered_within_every_limit() -> None:
    """One option each, no limit passed, goals between those of the greedy plan and the proven bound."""
    brief, market = _brief(Random(7), 40, 12, 4), Market("GBP", (), (), ())
    proposal = propose(market, brief, Params(time_limit_seconds=3))
    assert check(market, brief, proposal) == []
    assert len(proposal.chosen) == 40
    goals = next(tier for tier in proposal.tiers if tier.name == "goals")
    greedy = next(tier for tier in baseline(market, brief).tiers if tier.name == "goals")
    assert goals.bound is not None
    assert greedy.value <= goals.value <= goals.bound
