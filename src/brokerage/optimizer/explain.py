"""Every question a person may ask of a plan, in one place: clashes, why, why not, what is unmet, what a wish costs."""

from brokerage.optimizer.brief_rules import BriefRule
from brokerage.optimizer.clash import Clash, clashes
from brokerage.optimizer.differences import Difference, difference
from brokerage.optimizer.repairs import Repair
from brokerage.optimizer.unmet import Unmet, WishPrice, price_of_wish, unmet
from brokerage.optimizer.why import Why, why
from brokerage.optimizer.why_not import Question, WhyNot, why_not

__all__ = [
    "BriefRule", "Clash", "Difference", "Question", "Repair", "Unmet", "Why", "WhyNot", "WishPrice",
    "clashes", "difference", "price_of_wish", "unmet", "why", "why_not",
]  # fmt: skip
