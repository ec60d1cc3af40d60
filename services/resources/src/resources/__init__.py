"""The resources service: the library: items, their files, licences and versions; what districts adopt, adapt and use."""
