"""Files that are really stored: their names, types, uploads, quota and delivery.

Uploads follow the tus protocol 1.0 by decisions of our own (`rules.tus`), not by the code of tuspyserver, the library
there is for it. Behind our authorisation nothing of it would be left but routes to be replaced: its PATCH writes before
it asks who sends, waits for a lock inside the event loop, keeps the offset in a file beside the data where ours is a
row, reads no checksum, and may complete twice. To go round all that takes more code than the protocol does.
"""
