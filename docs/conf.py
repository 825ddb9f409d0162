"""Settings of the documentation site: Sphinx with Furo, from the Markdown files that GitHub shows as well.

``make docs`` builds it without the network. ``pages.py`` beside this file turns what is plain Markdown here into
tabs and links of the site.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_site"))

project = "odin-cortex"
author = "The odin-cortex authors"
copyright = author  # noqa: A001 -- Sphinx's name
(release,) = re.findall(
    r'^VERSION: Final = "(.+)"$',
    (HERE.parent / "cortex_async/_core/version.py").read_text("utf-8"),
    re.MULTILINE,
)
version = release

extensions = ["myst_parser", "sphinx_design", "sphinx_copybutton", "pages"]
exclude_patterns = ["_site", "_build", "notebooks"]
nitpicky = True
show_warning_types = True
suppress_warnings = ["misc.highlighting_failure"]  # examples of JSON may leave parts out with "..."

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4  # the anchors that GitHub makes
highlight_language = "text"

html_theme = "furo"
html_title = f"odin-cortex {release}"
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
pygments_style = "friendly"
pygments_dark_style = "monokai"
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True
