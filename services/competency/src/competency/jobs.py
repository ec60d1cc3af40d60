"""What competency does by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from competency.settings import CompetencySettings
from competency.usecases import credentials
from competency.usecases.issuer import CREDENTIALS_WAKE, Issuing
from competency.usecases.recalculate import RECALCULATION_WAKE, recalculate
from competency.usecases.remind_of_amendments import remind
from shared.jobs import Job
from shared.settings import HttpSettings


async def follow_mastery(session: AsyncSession) -> bool:
    """Credentials follow the mastery that they speak of."""
    settings = CompetencySettings(_env_prefix="COMPETENCY_")
    issuing = Issuing(HttpSettings().public_url, settings.key_secret.get_secret_value())
    return await credentials.follow_mastery(session, issuing)


jobs = [
    Job("competency.recalculate", 5.0, recalculate, wake=RECALCULATION_WAKE),
    Job("competency.credentials", 2.0, follow_mastery, wake=CREDENTIALS_WAKE),
    Job("competency.amendments", 600.0, remind),
]
