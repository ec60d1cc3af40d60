"""The routes of the coaching service. Each says which scope its caller needs; only this room knows HTTP."""

from fastapi import APIRouter

router = APIRouter(prefix="/coaching/v1", tags=["coaching"])
