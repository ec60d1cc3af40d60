"""Examples of exchange."""

SHEET = (
    "row,title,kind,description,authors,source,licence,holder\r\n"
    "item,Fraction strips,lesson_content,Learners fold strips and compare them.,M. Ortiz,,,\r\n"
    'part,Steps,text,,,"Fold, then compare.",CC BY 4.0,district\r\n'
)
REPORT = {
    "only_checked": False,
    "drafts": 1,
    "here": 1,
    "refused": 1,
    "items": [
        {"title": "Fraction strips", "became": "draft", "item_id": "019a4f00-0000-7000-8000-000000000001",
         "problems": []},
        {"title": "Ratio tables", "became": "here", "item_id": "019a4f00-0000-7000-8000-000000000002", "problems": []},
        {"title": "Halves", "became": "refused", "item_id": None, "problems": [
            {"pointer": "/parts/0/source", "detail": "Your district has no such file that is ready: upload it, and "
             "bring the item in again."}]},
    ],
    "noted": [{"line": 7, "column": "licence", "pointer": None, "refused": True,
               "detail": "There is no such licence here."}],
}  # fmt: skip
RESOURCE = {
    "sourcedId": "019a4f00-0000-7000-8000-000000000009",
    "status": "active",
    "dateLastModified": "2026-12-02T16:04:05.000Z",
    "title": "Fraction strips",
    "roles": ["teacher"],
    "importance": "primary",
    "vendorResourceId": "019a4f00-0000-7000-8000-000000000001",
    "applicationId": "trellis",
}
JSON_LD = {
    "@context": ["https://schema.org", {"trellis": "https://trellis.example/terms#"}],
    "@type": "LearningResource",
    "@id": "https://trellis.example/open-library/019a4f00-0000-7000-8000-000000000001",
    "identifier": "urn:uuid:019a4f00-0000-7000-8000-000000000001",
    "name": "Fraction strips",
    "learningResourceType": "lesson_content",
    "inLanguage": "en",
    "author": [{"@type": "Person", "name": "M. Ortiz"}],
    "license": "https://creativecommons.org/licenses/by/4.0/",
}
