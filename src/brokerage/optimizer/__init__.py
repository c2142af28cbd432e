"""The solver: from what a person wants and what a market sells to the best plan, as a library on its own.

>>> from brokerage.optimizer import Brief, Goal, Market, Need, Offer, Provider, Purse, Rate, RateCard, Slot, Way
>>> from brokerage.optimizer import BandWindow, propose
>>> every_day = ("weekday", "saturday", "sunday", "public_holiday")
>>> card = RateCard("card", (Rate("any", "hour", ((60, 2400),)),))
>>> mornings = tuple(Slot(weekday, 480, 720) for weekday in range(7))
>>> offer = Offer("care", "meadow", "Care at home", "care", card, mornings)
>>> market = Market("GBP", (BandWindow("any", every_day),), (Provider("meadow", "Meadow"),), (offer,))
>>> wish = Need("up", "Getting up", "Help me up by ten.", ("home",), (Way("care", (60,)),), times_best=3)
>>> goal = Goal("home", "Stay in my own home.")
>>> brief = Brief("mine", "GBP", "2026-03-02", (goal,), (wish,), purses=(Purse("pot", "My budget", 5000),))
>>> plan = propose(market, brief)
>>> plan.status, len(plan.visits), plan.cost_minor
('optimal', 2, 4800)
"""

from brokerage.optimizer.alternatives import alternatives
from brokerage.optimizer.answers import CheckFailed
from brokerage.optimizer.apply import EditRefused, apply
from brokerage.optimizer.baseline import baseline
from brokerage.optimizer.brief import (
    Arrangement,
    Ban,
    Brief,
    Choice,
    Exclusion,
    Gap,
    Goal,
    Like,
    Limit,
    MaxPeople,
    Need,
    Option,
    Pin,
    Purse,
    Way,
    Window,
    WorkerWish,
)
from brokerage.optimizer.check import check
from brokerage.optimizer.compare import Comparison, compare
from brokerage.optimizer.edits import (
    AddArrangement,
    BanTarget,
    Edit,
    Keep,
    LetGo,
    LiftRule,
    Move,
    Remove,
    Resize,
    SetMaxPeople,
    SetPurse,
    SetTimes,
    SetWeight,
    SetWindows,
    Swap,
)
from brokerage.optimizer.explain import (
    Clash,
    Difference,
    Question,
    Repair,
    Unmet,
    Why,
    WhyNot,
    WishPrice,
    clashes,
    difference,
    price_of_wish,
    unmet,
    why,
    why_not,
)
from brokerage.optimizer.market import (
    Absence,
    BandWindow,
    BlockDiscount,
    Market,
    Offer,
    Provider,
    Rate,
    RateCard,
    Slot,
    Worker,
)
from brokerage.optimizer.proposal import Chosen, GoalResult, NeedResult, Proposal, Reason, Tier, Violation, Visit
from brokerage.optimizer.revise import Revision, revise
from brokerage.optimizer.search import Params, Progress
from brokerage.optimizer.solve import propose

__all__ = [
    "Absence", "AddArrangement", "Arrangement", "Ban", "BanTarget", "BandWindow", "BlockDiscount", "Brief",
    "CheckFailed", "Choice", "Chosen", "Clash", "Comparison", "Difference", "Edit", "EditRefused", "Exclusion", "Gap",
    "Goal", "GoalResult", "Keep", "LetGo", "LiftRule", "Like", "Limit", "Market", "MaxPeople", "Move", "Need",
    "NeedResult", "Offer", "Option", "Params", "Pin", "Progress", "Proposal", "Provider", "Purse", "Question", "Rate",
    "RateCard", "Reason", "Remove", "Repair", "Resize", "Revision", "SetMaxPeople", "SetPurse", "SetTimes",
    "SetWeight", "SetWindows", "Slot", "Swap", "Tier", "Unmet", "Violation", "Visit", "Way", "Why", "WhyNot",
    "Window", "WishPrice", "Worker", "WorkerWish", "alternatives", "apply", "baseline", "check", "clashes", "compare",
    "difference", "price_of_wish", "propose", "revise", "unmet", "why", "why_not",
]  # fmt: skip
