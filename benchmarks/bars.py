"""A picture of what builds took: CPU seconds by step and program in, an SVG of bars out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

_WIDTH: Final = 720
_LEFT: Final = 190  # where bars begin; names stand before them
_RIGHT: Final = 90  # room for a figure behind the longest
_ROW: Final = 24
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #333 } .head { font-weight: 600 }
.bar { fill: #9aa5b1 } .ours { fill: #8a3b12 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .bar { fill: #6b7785 } .ours { fill: #e08a5b } }
"""


def chart(seconds: Mapping[tuple[str, str], float], articles: int, steps: Sequence[str]) -> str:
    """Bars of `seconds` (by step and name) for each of `steps`, the parts of a whole left out. The bars of a
    step share a scale that begins at 0."""
    rows: list[str] = []
    y = _ROW
    for step in steps:
        times = {name: took for (of, name), took in seconds.items() if of == step and name[0] != "–"}
        longest = max(times.values(), default=1.0)
        words = f"{escape(step.capitalize())}, {articles:,} articles, CPU seconds"
        rows.append(f'<text class="head" x="0" y="{y}">{words}</text>')
        for name, took in sorted(times.items(), key=lambda one: (one[1], one[0])):
            y += _ROW
            width = (_WIDTH - _LEFT - _RIGHT) * took / longest
            kind = "ours" if name == "Dayfold" else "bar"
            rows += [
                f'<text x="{_LEFT - 8}" y="{y}" text-anchor="end">{escape(name)}</text>',
                f'<rect class="{kind}" x="{_LEFT}" y="{y - 12}" width="{width:.1f}" height="15"/>',
                f'<text x="{_LEFT + width + 6:.1f}" y="{y}">{took:.1f}</text>',
            ]
        y += 2 * _ROW
    title = f"CPU seconds of builds of {articles:,} articles"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y - _ROW}" role="img">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n" + "\n".join(rows) + "\n</svg>\n"
    )
