"""Examples of uploads and files, as the documentation shows them."""

SHA256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

UPLOAD = {
    "upload_id": "019ad5a0-5c3e-7b2a-9d61-3f0c2a6d4e10",
    "name": "Unit 3.pdf",
    "state": "stored",
    "length": 1048576,
    "received": 1048576,
    "created_at": "2026-11-02T15:04:05Z",
    "expires_at": None,
    "problem": None,
    "file_id": "019ad5a0-9f10-7c44-8a5b-6b0e7f3c2d21",
    "detail": "It is stored already: begin another upload for another file.",
}
FILE = {
    "file_id": "019ad5a0-9f10-7c44-8a5b-6b0e7f3c2d21",
    "name": "Unit 3.pdf",
    "type": "pdf",
    "kind": "document",
    "media_type": "application/pdf",
    "size": 1048576,
    "sha256": SHA256,
    "sent_sha256": SHA256,
    "scan": "clean",
    "shown_inline": True,
    "uploaded_by": "019ad59f-1b7a-7d3e-b1c4-0a9f8e7d6c5b",
    "created_at": "2026-11-02T15:05:30Z",
}
STORAGE = {"most": 53687091200, "used": 1048576, "reserved": 0, "free": 53686042624}
