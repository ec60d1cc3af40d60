"""What pages read of resources' answers, and where they ask for it."""

from pydantic import BaseModel

from dashboards.library.adoptions.answers import AdoptedItems, Adoption, Changes, Offer, OfferedChanges
from dashboards.library.answers import (
    Directory,
    FoundCounts,
    FoundItems,
    ItemContent,
    ItemMetadata,
    Licences,
    PublishedItem,
    PublishedItems,
    SectionItems,
)
from dashboards.library.desk.answers import (
    Comments,
    Curators,
    ImportReport,
    LinkChecks,
    OwnItem,
    OwnItems,
    OwnVersion,
    StoredFile,
    StoredFiles,
    Terms,
    Upload,
)
from dashboards.library.outcomes.answers import Adopters, Outcomes, WhereUsedList
from dashboards.library.playlists.answers import Gifts, GivenPlaylists, LearnerPlaylist, Playlist, Playlists
from dashboards.library.remarks.answers import ItemComments, Rating, Report, Reports
from dashboards.library.searches.answers import NewItems, SavedSearch, SavedSearches

_RESOURCES = "/resources/v1"
_OWN = f"{_RESOURCES}/own-items"
_ADOPTIONS = f"{_RESOURCES}/adoptions"
_ITEM = f"{_RESOURCES}/items/{{item_id}}"
_PLAYLIST = f"{_RESOURCES}/playlists/{{playlist_id}}"
_GIVEN = f"{_RESOURCES}/my-playlists"
_SEARCHES = f"{_RESOURCES}/saved-searches"

ANSWERS_OF_RESOURCES: list[tuple[type[BaseModel], str, str]] = [
    (PublishedItems, f"{_RESOURCES}/items", "get"),
    (PublishedItem, _ITEM, "get"),
    (PublishedItems, f"{_ITEM}/versions", "get"),
    (PublishedItem, f"{_ITEM}/versions/{{version}}", "get"),
    (Directory, f"{_RESOURCES}/open-directory", "get"),
    (SectionItems, f"{_RESOURCES}/open-directory/{{first_id}}", "get"),
    (WhereUsedList, f"{_ITEM}/uses", "get"),
    (Outcomes, f"{_ITEM}/outcomes", "get"),
    (Adopters, f"{_OWN}/{{item_id}}/adopters", "get"),
    (PublishedItem, f"{_RESOURCES}/open-items/{{item_id}}", "get"),
    (FoundItems, f"{_RESOURCES}/found-items", "get"),
    (FoundCounts, f"{_RESOURCES}/found-items/counts", "get"),
    (FoundItems, f"{_RESOURCES}/open-found-items", "get"),
    (FoundCounts, f"{_RESOURCES}/open-found-items/counts", "get"),
    (Licences, f"{_RESOURCES}/licences", "get"),
    (Terms, f"{_RESOURCES}/licence-terms", "post"),
    (OwnItems, _OWN, "get"),
    (OwnItem, f"{_OWN}/{{item_id}}", "get"),
    (OwnVersion, f"{_OWN}/{{item_id}}/draft", "get"),
    (OwnVersion, f"{_OWN}/{{item_id}}/versions/{{version}}", "get"),
    (Comments, f"{_OWN}/{{item_id}}/comments", "get"),
    (StoredFiles, f"{_RESOURCES}/files", "get"),
    (ImportReport, f"{_RESOURCES}/imports/sheet", "post"),
    (ItemMetadata, f"{_RESOURCES}/open-items/{{item_id}}/json-ld", "get"),
    (StoredFile, f"{_RESOURCES}/files/{{file_id}}", "get"),
    (Upload, f"{_RESOURCES}/uploads/{{upload_id}}", "get"),
    (Curators, f"{_RESOURCES}/curators", "get"),
    (LinkChecks, f"{_RESOURCES}/link-checks", "get"),
    (OwnItems, f"{_RESOURCES}/my-reviews", "get"),
    (AdoptedItems, _ADOPTIONS, "get"),
    (Adoption, f"{_ADOPTIONS}/{{adoption_id}}", "get"),
    (Changes, f"{_ADOPTIONS}/{{adoption_id}}/changes", "get"),
    (ItemContent, f"{_ADOPTIONS}/{{adoption_id}}/changes/preview", "post"),
    (OfferedChanges, f"{_RESOURCES}/offers", "get"),
    (Offer, f"{_RESOURCES}/offers/{{offer_id}}", "get"),
    (Playlists, f"{_RESOURCES}/playlists", "get"),
    (Playlist, f"{_RESOURCES}/playlists", "post"),
    (Playlist, _PLAYLIST, "get"),
    (Gifts, f"{_PLAYLIST}/gifts", "get"),
    (GivenPlaylists, _GIVEN, "get"),
    (LearnerPlaylist, f"{_GIVEN}/{{playlist_id}}", "get"),
    (SavedSearches, _SEARCHES, "get"),
    (SavedSearch, f"{_SEARCHES}/{{search_id}}", "get"),
    (NewItems, f"{_SEARCHES}/{{search_id}}/news", "get"),
    (Rating, f"{_ITEM}/versions/{{version}}/rating", "get"),
    (ItemComments, f"{_ITEM}/comments", "get"),
    (Reports, f"{_RESOURCES}/my-reports", "get"),
    (Reports, f"{_RESOURCES}/reports", "get"),
    (Report, f"{_RESOURCES}/reports/{{report_id}}", "get"),
]
