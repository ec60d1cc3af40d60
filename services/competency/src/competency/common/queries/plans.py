"""How the database plans the statements of a transaction."""

from shared.db.query import Command, Transaction

_PLAN_ANEW = Command("set local plan_cache_mode = force_custom_plan")


async def plan_anew(session: Transaction) -> None:
    """Has the database plan this transaction's statements by the tables as they are now, not as they were when it kept
    a plan: for a large file, whose own lines make that a poor one.
    """
    await _PLAN_ANEW.run(session)
