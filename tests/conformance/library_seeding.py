"""A district's library: an item that nobody else may see, with a draft of its third version, one that is open, the file
that is in both, what is said of it, an upload that goes on, one of the host's that it has adopted, adapted and
improved, and a learner's playlist.
"""

import base64
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.conformance.coaching_seeding import CoachingSeeding

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% of {mark}\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
_SECONDS = 60
"""A file is checked by a worker, shortly after it has come; a learner is known once rostering was heard."""


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
        self._remarks()
        self._adopt()
        self._playlist()

    def _remarks(self) -> None:
        ids = self.district.ids
        version = f"/resources/v1/items/{ids['library_item']}/versions/1"
        words = f"of {self.district.mark}"
        ids["library_comment"] = self.post(f"{version}/comments", {"words": words})["comment_id"]
        ids["library_report"] = self.post(f"{version}/reports", {"about": "wrong", "words": words})["report_id"]

    def _playlist(self) -> None:
        ids, change = self.district.ids, {"If-Match": "*"}
        made = self.post("/resources/v1/playlists", {"title": f"Playlist {self.district.mark}"})
        ids["playlist"] = made["playlist_id"]
        path = f"/resources/v1/playlists/{ids['playlist']}"
        made = self.post(f"{path}/entries", {"resource_id": ids["library_item"]}, headers=change)
        ids["playlist_entry"] = made["entries"][0]["entry_id"]
        gifts = {"learner_ids": [ids["learner"]], "class_ids": [ids["class"]]}
        until = time.monotonic() + _SECONDS
        while (given := self.http.put(f"{path}/gifts", json=gifts, headers=change)).status_code != 200:
            assert time.monotonic() < until, given.text
            time.sleep(0.2)

    def _files(self) -> None:
        ids = self.district.ids
        data = PDF.replace(b"{mark}", self.district.mark.encode())
        whole = self._upload(data, data)
        ids["upload"] = self._upload(data, b"").rpartition("/")[2]
        until = time.monotonic() + _SECONDS
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

    def _adopt(self) -> None:
        """Adapts an open item of the host's; another one can be adopted still."""
        ids, own, by_host = self.district.ids, "/resources/v1/own-items", self.host.authorization
        for kind in ("adapted_item", "adoptable"):
            ids[kind] = self.post(own, library_item("everybody", "CC-BY-4.0"), headers=by_host)["item_id"]
            self._publish_item(f"{own}/{ids[kind]}", by_host)
        adoptions = "/resources/v1/adoptions"
        ids["adoption"] = self.post(adoptions, {"item_id": ids["adapted_item"]})["adoption_id"]
        adoption, ours = f"{adoptions}/{ids['adoption']}", {"If-Match": "*"}
        own_item_id = self.post(f"{adoption}/adapt", {}, headers=ours)["own_item_id"]
        draft = f"{own}/{own_item_id}/draft"
        said = self.http.get(draft).json()["content"] | {"description": f"of {self.district.mark}"}
        self.http.put(draft, json=said, headers=ours).raise_for_status()
        offered = {"paths": ["description"], "words": f"of {self.district.mark}"}
        ids["library_offer"] = self.post(f"{adoption}/offers", offered, headers=ours)["offer_id"]

    def _publish_item(self, path: str, by: Mapping[str, str] | None = None) -> None:
        by = dict(by or {})
        self.post(f"{path}/draft/submit", {"changes": "It says more."}, headers=by | {"If-Match": "*"})
        tag = self.http.get(f"{path}/draft", headers=by).headers["ETag"]
        self.post(f"{path}/draft/publish", headers=by | {"If-Match": tag})


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
