"""Questions about a package that someone must answer in time."""

from datetime import timedelta

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, may
from brokerage.domain.challenges import (
    CHALLENGE_WORDS,
    Challenge,
    ChallengeAction,
    ChallengeMessage,
    ChallengeState,
    next_challenge_state,
)
from brokerage.domain.errors import NotAllowed, NotFound, invalid
from brokerage.domain.people import Role
from brokerage.domain.rulepacks import load_rulepack
from brokerage.ports.clock import Clock
from brokerage.store.approvals import challenges_for
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require
from brokerage.usecases.package_views import AnswerView, ChallengeView, MessageView
from brokerage.usecases.packages import reach_package, require_any, version_in

TEXT_LONGEST = 2000


def open_challenge(
    session: Session,
    actor: Actor,
    clock: Clock,
    package_id: str,
    version_id: str,
    question: str,
    answer: AnswerView | None = None,
) -> ChallengeView:
    """"I am not happy with this answer": a question that the broker must answer within the rulepack's days.

    `answer` is what the solver said about it, where it was asked.
    """
    package = reach_package(session, actor, "package.ask", package_id)
    version = version_in(session, package, version_id)
    now = clock.now()
    days = load_rulepack(package.client.rulepack).challenges.answer_within_days
    challenge = Challenge(
        client_id=package.client_id,
        package_id=package.id,
        version_id=version.id,
        visit_id=answer.visit_id if answer else "",
        question=_checked(question, "question", "Write what you want to know."),
        computed_answer="\n".join(reason.text for reason in answer.reasons) if answer else "",
        state=ChallengeState.OPEN,
        asked_by=actor.person_id,
        asked_as=actor.role,
        asked_at=now,
        due_on=now.date() + timedelta(days=days),
        client=package.client,
        package=package,
        version=version,
        messages=[],
    )
    session.add(challenge)
    session.flush()
    subject = client_subject(package.client, "package", package.id)
    audit.record(session, actor, clock, "challenge.open", subject, {"challenge": challenge.id})
    return _view(actor, clock, challenge)


def list_challenges(
    session: Session, actor: Actor, clock: Clock, package_id: str | None = None, *, only_open: bool = False
) -> list[ChallengeView]:
    """The challenges within reach, those due first on top."""
    if package_id is not None:
        reach_package(session, actor, "package.see", package_id)
    else:
        require_any(actor)
    found = challenges_for(session, actor, package_id, only_open=only_open)
    return [_view(actor, clock, challenge) for challenge in found]


def see_challenge(session: Session, actor: Actor, clock: Clock, challenge_id: str) -> ChallengeView:
    """One challenge with what was said."""
    return _view(actor, clock, _reach(session, actor, "package.see", challenge_id))


def answer_challenge(session: Session, actor: Actor, clock: Clock, challenge_id: str, text: str) -> ChallengeView:
    """The broker's answer. Conflict unless it waits for one."""
    return _move(session, actor, clock, challenge_id, "challenge.answer", ChallengeAction.ANSWER, text)


def settle_challenge(session: Session, actor: Actor, clock: Clock, challenge_id: str) -> ChallengeView:
    """"That is fine now", by whoever may ask."""
    return _move(session, actor, clock, challenge_id, "package.ask", ChallengeAction.SETTLE)


def reopen_challenge(session: Session, actor: Actor, clock: Clock, challenge_id: str, text: str) -> ChallengeView:
    """"I am still not happy": the clock starts again."""
    return _move(session, actor, clock, challenge_id, "package.ask", ChallengeAction.REOPEN, text)


def withdraw_challenge(session: Session, actor: Actor, clock: Clock, challenge_id: str) -> ChallengeView:
    """Take the question back."""
    return _move(session, actor, clock, challenge_id, "package.ask", ChallengeAction.WITHDRAW)


def _move(
    session: Session,
    actor: Actor,
    clock: Clock,
    challenge_id: str,
    permission: str,
    action: ChallengeAction,
    text: str | None = None,
) -> ChallengeView:
    challenge = _reach(session, actor, permission, challenge_id, for_update=True)
    if permission == "package.ask" and not _is_askers_side(actor):
        raise NotAllowed("Only the person, or someone who speaks for them, can say that.")
    challenge.state = next_challenge_state(challenge.state, action)
    if action is ChallengeAction.REOPEN:
        days = load_rulepack(challenge.client.rulepack).challenges.answer_within_days
        challenge.due_on = clock.now().date() + timedelta(days=days)
    if text is not None:
        words = _checked(text, "text", "Write what you want to say.")
        challenge.messages.append(
            ChallengeMessage(
                said_by=actor.person_id, said_as=actor.role, said_at=clock.now(), text=words
            )
        )
    session.flush()
    subject = client_subject(challenge.client, "package", challenge.package_id)
    audit.record(session, actor, clock, f"challenge.{action.value}", subject, {"challenge": challenge.id})
    return _view(actor, clock, challenge)


def _reach(
    session: Session, actor: Actor, action: str, challenge_id: str, *, for_update: bool = False
) -> Challenge:
    challenge = session.get(
        Challenge, challenge_id, with_for_update=for_update or None, populate_existing=for_update
    )
    if challenge is None:
        raise NotFound()
    require(actor, action, client_subject(challenge.client, "package", challenge.package_id))
    return challenge


def _checked(text: str, pointer: str, message: str) -> str:
    if not text.strip():
        raise invalid(pointer, message)
    if len(text) > TEXT_LONGEST:
        raise invalid(pointer, f"Use at most {TEXT_LONGEST} letters.")
    return text.strip()


def _is_askers_side(actor: Actor) -> bool:
    return actor.role in {Role.CLIENT, Role.SUPPORTER}


def _view(actor: Actor, clock: Clock, challenge: Challenge) -> ChallengeView:
    subject = client_subject(challenge.client, "package", challenge.package_id)
    is_asker = _is_askers_side(actor) and may(actor, "package.ask", subject)
    is_open = challenge.state is ChallengeState.OPEN
    return ChallengeView(
        challenge_id=challenge.id,
        client_id=challenge.client_id,
        client_name=challenge.client.name,
        package_id=challenge.package_id,
        version_id=challenge.version_id,
        version_number=challenge.version.number,
        visit_id=challenge.visit_id,
        question=challenge.question,
        computed_answer=challenge.computed_answer,
        state=challenge.state.value,
        state_words=CHALLENGE_WORDS[challenge.state],
        asked_by_name=challenge.asker.name,
        asked_at=challenge.asked_at,
        due_on=challenge.due_on,
        is_late=is_open and clock.now().date() > challenge.due_on,
        messages=tuple(
            MessageView(message.speaker.name, message.said_as.value, message.said_at, message.text)
            for message in challenge.messages
        ),
        can_answer=is_open and may(actor, "challenge.answer", subject),
        can_settle=challenge.state is ChallengeState.ANSWERED and is_asker,
        can_withdraw=is_open and is_asker,
    )
