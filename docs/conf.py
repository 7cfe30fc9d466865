"""How `make docs` builds the documentation: Markdown in, pages out that load nothing from elsewhere."""

from manyhands import __version__

project = "Manyhands"
author = "The Manyhands contributors"
copyright = "the Manyhands contributors, AGPL-3.0-or-later"
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Manyhands"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e6e", "color-brand-content": "#0b6e6e"},
    "dark_css_variables": {"color-brand-primary": "#5cc3c3", "color-brand-content": "#5cc3c3"},
}
