"""Sphinx's settings for the documentation site; `build.py` prepares what it reads."""

project = "Trellis"
author = "Trellis"
root_doc = "index"
html_title = "Trellis"
exclude_patterns = ["docs/site"]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["attrs_block", "colon_fence"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # reference pages skip a level where a part has no title of its own

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_permalinks_icon = "#"
html_theme_options = {"navigation_with_keys": False}
highlight_language = "none"
