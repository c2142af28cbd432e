"""What wishes can be about: names to show for ids, ids to find for names."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.needs import AnyWish, BanWish, LikeWish
from brokerage.domain.rulepacks import load_rulepack
from brokerage.store import targets
from brokerage.usecases.clients import client_for


def target_names(session: Session, actor: Actor, client_id: str, contents: Iterable[AnyWish]) -> dict[str, str]:
    """The names of all that the wishes are about, by id."""
    client = client_for(session, actor, "consultation.see", client_id, "consultation")
    ids = {content.target_id for content in contents if isinstance(content, BanWish | LikeWish)}
    categories = {category.id: category.name for category in load_rulepack(client.rulepack).categories}
    return targets.names_by_id(session, ids) | {one: categories[one] for one in ids & categories.keys()}


def target_choices(session: Session, actor: Actor, client_id: str) -> tuple[list[str], list[str]]:
    """Names of providers and of workers to choose from."""
    client = client_for(session, actor, "consultation.see", client_id, "consultation")
    found = (targets.choices(session, client.rulepack, target) for target in ("provider", "worker"))
    providers, workers = ([name for _, name in pairs] for pairs in found)
    return providers, workers


def find_target(session: Session, actor: Actor, client_id: str, target: str, name: str) -> str:
    """The id for a name that somebody wrote; "" where it names nothing, or more than one."""
    client = client_for(session, actor, "consultation.see", client_id, "consultation")
    return targets.find_target(session, client.rulepack, target, name)
