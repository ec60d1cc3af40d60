"""The routes of the readiness service. Each says which scope its caller needs; only this room knows HTTP."""

from fastapi import APIRouter

router = APIRouter(prefix="/readiness/v1", tags=["readiness"])
