"""The routes of the resources service. Each says which scope its caller needs; only this room knows HTTP."""

from fastapi import APIRouter

router = APIRouter(prefix="/resources/v1", tags=["resources"])
