"""A web page of its own: no scripts, nothing loaded, readable in all directions and on paper."""

from __future__ import annotations

from html import escape

from cortex_async.transcripts.formats.cleaning import one_line, readable
from cortex_async.transcripts.formats.shown import about, heading, iso, names, offset, remarks
from cortex_async.transcripts.values import Content, Line, Speaker

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif }
body { margin: 2rem auto; max-width: 48rem; padding: 0 1rem }
ol { list-style: none; padding: 0 }
li { display: grid; grid-template-columns: 5.5rem 1fr; break-inside: avoid; padding: .25rem 0 }
time, .about, .system { color: GrayText }
time { font-variant-numeric: tabular-nums }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
b { display: block; overflow-wrap: anywhere }
i { border: 1px solid; border-radius: .5rem; font-size: .8em; padding: 0 .4rem }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(content: Content) -> str:
    """The whole page."""
    shown = names(content)
    title = escape(heading(content))
    facts = "".join(
        f'<p class="about" dir="auto">{escape(fact)}</p>\n'
        for fact in (*about(content), *remarks(content, shown))
    )
    lines = "".join(_line(content, line, shown) for line in content.lines)
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1 dir="auto">{title}</h1>\n{facts}<ol>\n{lines}</ol>\n</body>\n</html>\n'
    )


def _line(content: Content, line: Line, shown: dict[Speaker, str]) -> str:
    system = line.kind == "system"
    who = "" if system else f"<b><bdi>{escape(shown[line.speaker])}</bdi></b>"
    tags = "".join(f" <i><bdi>{escape(one_line(one.type))}</bdi></i>" for one in line.annotations or ())
    kind = "system" if system else "speech"
    return (
        f'<li class="{kind}"><time datetime="{iso(line.start)}">{offset(content, line)}</time>'
        f'<div>{who}<p dir="auto">{escape(readable(line.text))}</p>{tags}</div></li>\n'
    )
