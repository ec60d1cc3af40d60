"""A district's library: an item that nobody else may see, with a draft of its third version, one that is open, the file
that is in both, and an upload that goes on.
"""

import base64
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.conformance.coaching_seeding import CoachingSeeding

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% of {mark}\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
_CHECKED_SECONDS = 60
"""A file is checked by a worker, shortly after it has come."""


class LibrarySeeding(CoachingSeeding):
    """Makes what resources keeps, through the public routes."""

    def library(self) -> None:
        ids, own = self.district.ids, "/resources/v1/own-items"
        people = {"person_ids": [ids["educator"]]}
        self.http.put("/resources/v1/curators", json=people, headers={"If-Match": "*"}).raise_for_status()
        self._files()
        for kind, part, said in (
            ("library_item", "part", library_item(self.district.mark)),
            ("open_item", "open_part", library_item("everybody", "CC-BY-4.0")),
        ):
            ids[part] = str(uuid4())
            ids[kind] = self.post(own, {**said, "parts": [*said["parts"], self._part_of_file(ids[part], said)]})[
                "item_id"
            ]
            self._publish_item(f"{own}/{ids[kind]}")
        path = f"{own}/{ids['library_item']}"
        self.post(f"{path}/draft")
        self._publish_item(path)
        self.post(f"{path}/draft")
        words = {"words": f"strips {self.district.mark}"}
        ids["saved_search"] = self.post("/resources/v1/saved-searches", words)["search_id"]

    def _files(self) -> None:
        ids = self.district.ids
        data = PDF.replace(b"{mark}", self.district.mark.encode())
        whole = self._upload(data, data)
        ids["upload"] = self._upload(data, b"").rpartition("/")[2]
        until = time.monotonic() + _CHECKED_SECONDS
        while (found := self.http.get(whole).json())["state"] != "stored":
            assert time.monotonic() < until, found
            time.sleep(0.2)
        ids["file"] = found["file_id"]
        ids["link"] = "over"  # one that is good for a minute is over before it is asked for

    def _upload(self, data: bytes, body: bytes) -> str:
        """Begins an upload with these first bytes; returns its path."""
        name = base64.b64encode(f"Guide of {self.district.mark}.pdf".encode()).decode()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": f"filename {name}"}
        headers["Content-Type"] = "application/offset+octet-stream"
        made = self.http.post("/resources/v1/uploads", content=body, headers=headers)
        made.raise_for_status()
        return str(made.headers["Location"])

    def _part_of_file(self, key: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        file = self.http.get(f"/resources/v1/files/{self.district.ids['file']}").json()
        return {**said["parts"][0], "part_key": key, "title": "Guide", "kind": "file", "source": file["sha256"]}

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
