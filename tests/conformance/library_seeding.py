"""A district's library: an item that nobody else may see, with a draft of its third version, and one that is open."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.conformance.coaching_seeding import CoachingSeeding


class LibrarySeeding(CoachingSeeding):
    """Makes what resources keeps, through the public routes."""

    def library(self) -> None:
        ids, own = self.district.ids, "/resources/v1/own-items"
        people = {"person_ids": [ids["educator"]]}
        self.http.put("/resources/v1/curators", json=people, headers={"If-Match": "*"}).raise_for_status()
        for kind, said in (
            ("library_item", library_item(self.district.mark)),
            ("open_item", library_item("everybody", "CC-BY-4.0")),
        ):
            ids[kind] = self.post(own, said)["item_id"]
            self._publish_item(f"{own}/{ids[kind]}")
        path = f"{own}/{ids['library_item']}"
        self.post(f"{path}/draft")
        self._publish_item(path)
        self.post(f"{path}/draft")
        words = {"words": f"strips {self.district.mark}"}
        ids["saved_search"] = self.post("/resources/v1/saved-searches", words)["search_id"]

    def _publish_item(self, path: str) -> None:
        self.post(f"{path}/draft/submit", {"changes": "It says more."}, headers={"If-Match": "*"})
        tag = self.http.get(f"{path}/draft").headers["ETag"]
        self.post(f"{path}/draft/publish", headers={"If-Match": tag})


def library_item(mark: str, licence: str | None = None) -> Mapping[str, Any]:
    """An item that can be published; without a licence its own district alone sees it."""
    part = {"part_key": str(uuid4()), "title": "Words", "kind": "text", "source": f"of {mark}", "licence": licence}
    return {
        "title": f"Strips of {mark}",
        "kind": "lesson_content",
        "description": f"of {mark}",
        "authors": [{"person_id": str(uuid4()), "name": f"Author {mark}"}],
        "parts": [part | {"holder": "district"}],
    }
