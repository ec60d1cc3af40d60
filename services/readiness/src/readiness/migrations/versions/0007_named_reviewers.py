"""who verifies an assessment, and what of it

What an earlier release has verified stays. Whoever goes on verifying is named first.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "assessment_review",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("reviewers", postgresql.ARRAY(sa.Text()), nullable=False, comment="the subjects of their tokens"),
        sa.Column("questions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False, comment="the subject of a token"),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "assessment_id"],
            ["assessment.district_id", "assessment.assessment_id"],
            name=op.f("fk_assessment_review_district_id_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", name=op.f("pk_assessment_review")),
    )
    district_table(op, "readiness", "assessment_review", app="select, insert, update", worker="select")
