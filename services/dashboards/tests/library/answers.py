"""What pages read of resources' answers, and where they ask for it."""

from pydantic import BaseModel

from dashboards.library.answers import Licences, PublishedItem, PublishedItems

_RESOURCES = "/resources/v1"
_ITEM = f"{_RESOURCES}/items/{{item_id}}"

ANSWERS_OF_RESOURCES: list[tuple[type[BaseModel], str, str]] = [
    (PublishedItems, f"{_RESOURCES}/items", "get"),
    (PublishedItem, _ITEM, "get"),
    (PublishedItems, f"{_ITEM}/versions", "get"),
    (PublishedItem, f"{_ITEM}/versions/{{version}}", "get"),
    (PublishedItems, f"{_RESOURCES}/open-items", "get"),
    (PublishedItem, f"{_RESOURCES}/open-items/{{item_id}}", "get"),
    (Licences, f"{_RESOURCES}/licences", "get"),
]
