"""The pages: server-rendered, in the reader's language, live without a reload."""
