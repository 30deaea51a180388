"""Write a pattern as SVG, true to scale: one user unit is one millimetre."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fittingroom.arrays import Floats
from fittingroom.garment.layout import Sheet
from fittingroom.garment.marking import Piece

_STYLE = """
.cut{fill:none;stroke:#111;stroke-width:.6}
.sew{fill:none;stroke:#111;stroke-width:.35;stroke-dasharray:3 1.6}
.dart{fill:none;stroke:#111;stroke-width:.35}
.fold{fill:none;stroke:#111;stroke-width:.35;stroke-dasharray:9 2 2 2}
.notch{stroke:#111;stroke-width:.7}
.grain{stroke:#111;stroke-width:.35;marker-start:url(#tip);marker-end:url(#tip)}
text{font-family:Helvetica,Arial,sans-serif;fill:#111;text-anchor:middle}
"""
_MARKER = (
    '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
    'orient="auto-start-reverse"><path d="M0 1.5L10 5L0 8.5z"/></marker>'
)


def to_svg(sheet: Sheet, title: str) -> str:
    """Return the sheet as an SVG document with real-world width and height."""
    width, height = sheet.size * 1000
    body = "\n".join(
        _piece(piece, shift, height)
        for piece, shift in zip(sheet.pieces, sheet.shifts, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {width:.2f} {height:.2f}">\n<title>{escape(title)}</title>\n'
        f"<defs><style>{_STYLE}</style>{_MARKER}</defs>\n{body}\n</svg>\n"
    )


def _piece(piece: Piece, shift: Floats, height: float) -> str:
    def place(points: Floats) -> Floats:
        moved = (points + shift) * 1000
        moved[..., 1] = height - moved[..., 1]
        return moved

    lines = [_path("cut", place(piece.cutting)), _path("sew", place(piece.sewing))]
    lines += [_path("dart", place(dart), closed=False) for dart in piece.darts]
    lines += [_path("notch", place(notch), closed=False) for notch in piece.notches]
    lines += [_path("fold", place(fold), closed=False) for fold in piece.folds]
    lines.append(_path("grain", place(piece.grain), closed=False))
    for words in piece.words:
        x, y = place(words.at)
        lines.append(
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{words.size * 1000:.1f}">'
            f"{escape(words.text)}</text>"
        )
    return f'<g id="{escape(piece.name)}">\n' + "\n".join(lines) + "\n</g>"


def _path(kind: str, points: Floats, *, closed: bool = True) -> str:
    steps = "L".join(f"{x:.3f} {y:.3f}" for x, y in points)
    return f'<path class="{kind}" d="M{steps}{"z" if closed else ""}"/>'
