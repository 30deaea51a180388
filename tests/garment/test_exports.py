"""Exported patterns parse and are true to scale."""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ET
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.drafting import outline
from fittingroom.garment.export_pdf import TILE
from fittingroom.garment.exporting import FORMATS, export_pattern
from fittingroom.garment.layout import lay_out
from fittingroom.garment.marking import pieces_of

POINT = 25.4 / 72  # [mm]
REFS = ("classic-tee", "a-line-skirt", "shift-dress", "straight-trousers")
Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def export(ref: str, format_: str, size: str = "M") -> bytes:
    return export_pattern(catalogue[ref], size, format_)


def svg_paths(ref: str, kind: str) -> dict[str, list[Points]]:
    """Points of every path of a class by piece, in millimetres."""
    root = ET.fromstring(export(ref, "svg"))
    assert root.attrib["viewBox"].split()[2:] == [
        root.attrib[side].removesuffix("mm") for side in ("width", "height")
    ]
    found: dict[str, list[Points]] = {}
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        for path in group:
            if path.attrib.get("class") == kind:
                numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.attrib["d"])]
                found.setdefault(group.attrib["id"], []).append(np.reshape(numbers, (-1, 2)))
    return found


@pytest.mark.parametrize("ref", REFS)
def test_svg_is_true_to_scale(ref: str) -> None:
    pattern = cut(catalogue[ref], "M")
    sewing = svg_paths(ref, "sew")
    for panel in pattern.panels:
        name = panel.name.removeprefix("left_")
        if name in sewing:
            size = np.ptp(outline(panel), axis=0) * 1000
            assert np.ptp(sewing[name][0], axis=0) == pytest.approx(size, abs=0.01)


def test_svg_has_everything_a_sewer_needs() -> None:
    tee = export("classic-tee", "svg").decode()
    for text in ("FRONT", "SLEEVE", "NECKBAND", "size M", "cut 2, one mirrored", "hem, turn up"):
        assert text in tee
    assert len(svg_paths("classic-tee", "notch")["sleeve"]) == 4  # front 1, back 2, crown 1
    assert set(svg_paths("classic-tee", "grain")) == {"front", "back", "sleeve", "neckband"}
    assert len(svg_paths("shift-dress", "dart")["front"]) == 4


def test_seam_allowance_is_one_centimetre_at_the_side_and_two_and_a_half_at_the_hem() -> None:
    cutting = svg_paths("classic-tee", "cut")["front"][0]
    sewing = svg_paths("classic-tee", "sew")["front"][0]
    assert sewing[:, 0].min() - cutting[:, 0].min() == pytest.approx(10, abs=0.01)
    assert cutting[:, 1].max() - sewing[:, 1].max() == pytest.approx(25, abs=0.01)


@pytest.mark.parametrize("ref", REFS)
def test_pieces_lie_apart_on_the_sheet(ref: str) -> None:
    sheet = lay_out(pieces_of(cut(catalogue[ref], "M"), ref))
    boxes = [
        np.stack([(p.cutting + s).min(axis=0), (p.cutting + s).max(axis=0)])
        for p, s in zip(sheet.pieces, sheet.shifts, strict=True)
    ]
    for i, box in enumerate(boxes):
        assert (box[0] >= 0).all()
        assert (box[1] <= sheet.size + 1e-9).all()
        for other in boxes[i + 1 :]:
            assert (box[0] >= other[1]).any() or (other[0] >= box[1]).any()


def pdf_pages(data: bytes) -> list[str]:
    """Return the drawing commands of every page."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    return [
        zlib.decompress(base64.a85decode(s.strip(), adobe=False) if b"~>" not in s else
                        base64.a85decode(s.strip().removesuffix(b"~>"))).decode("latin-1")
        for s in streams
    ]  # fmt: skip


def test_pdf_has_a_test_square_of_five_centimetres() -> None:
    cover = pdf_pages(export("classic-tee", "pdf"))[0]
    sides = [
        (float(w) * POINT, float(h) * POINT)
        for w, h in re.findall(r"[-\d.]+ [-\d.]+ ([-\d.]+) ([-\d.]+) re", cover)
    ]
    assert any(w == pytest.approx(50, abs=0.01) and h == pytest.approx(50, abs=0.01)
               for w, h in sides)  # fmt: skip
    assert "test square" in cover


def test_pdf_pages_are_a4_and_the_lines_true_to_scale() -> None:
    data = export("classic-tee", "pdf")
    boxes = re.findall(rb"/MediaBox \[ ([\d. ]+) \]", data)
    for box in boxes:
        assert [float(v) * POINT for v in box.split()[2:]] == pytest.approx([210, 297], abs=0.1)
    pages = pdf_pages(data)
    assert len(pages) == len(boxes) > 10
    pieces = pieces_of(cut(catalogue["classic-tee"], "M"), "tee", on_fold=True)
    # every page draws the whole sheet through its own window: page 1's path of the front
    paths = re.findall(r"n ((?:[-\d.]+ [-\d.]+ [ml] )+)h\s+S", pages[1])
    sizes = []
    for path in paths:
        points = np.reshape([float(n) for n in re.findall(r"-?[\d.]+", path)], (-1, 2))
        sizes.append(np.ptp(points, axis=0) * POINT)
    for piece in pieces:
        asked = np.ptp(piece.cutting, axis=0) * 1000
        assert any(size == pytest.approx(asked, abs=0.05) for size in sizes), piece.name


def test_pdf_pages_tile_the_sheet_without_gap() -> None:
    """Neighbouring windows start one tile apart."""
    shifts = set()
    for page in pdf_pages(export("classic-tee", "pdf"))[1:]:
        moves = re.findall(r"1 0 0 1 ([-\d.]+) ([-\d.]+) cm", page)
        shifts.add(tuple(round(float(v) * POINT, 1) for v in moves[2]))
    columns = sorted({-x for x, _ in shifts})
    rows = sorted({-y for _, y in shifts})
    assert columns == pytest.approx([TILE[0] * i for i in range(len(columns))], abs=0.2)
    assert rows == pytest.approx([TILE[1] * i for i in range(len(rows))], abs=0.2)


def test_exports_are_reproducible() -> None:
    for format_ in FORMATS:
        assert export("classic-tee", format_) == export("classic-tee", format_)


def dxf_pairs(text: str) -> list[tuple[int, str]]:
    lines = text.split("\r\n")[:-1]
    assert len(lines) % 2 == 0
    return [(int(code), value) for code, value in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("ref", REFS)
def test_dxf_has_a_block_a_piece_true_to_scale(ref: str) -> None:
    pairs = dxf_pairs(export(ref, "dxf").decode("ascii"))
    assert pairs[0] == (0, "SECTION")
    assert pairs[-1] == (0, "EOF")
    pieces = {piece.name: piece for piece in pieces_of(cut(catalogue[ref], "M"), ref)}
    starts = [i for i, pair in enumerate(pairs) if pair == (0, "BLOCK")]
    assert {pairs[i + 2][1] for i in starts} == set(pieces)
    for i in starts:
        piece = pieces[pairs[i + 2][1]]
        polyline = pairs.index((0, "POLYLINE"), i)
        end = pairs.index((0, "SEQEND"), polyline)
        vertices = [j for j in range(polyline, end) if pairs[j] == (0, "VERTEX")]
        points = np.array([[float(pairs[j + 2][1]), float(pairs[j + 3][1])] for j in vertices])
        assert points == pytest.approx(piece.cutting * 1000, abs=1e-3)


@pytest.mark.parametrize("ref", REFS)
def test_gc_json_has_closed_loops_and_stitches_of_equal_length(ref: str) -> None:
    pattern = cut(catalogue[ref], "M")
    spec = json.loads(export(ref, "gc-json"))
    panels = spec["pattern"]["panels"]
    assert list(panels) == [panel.name for panel in pattern.panels]

    def long(panel: str, number: int) -> float:
        a, b = panels[panel]["edges"][number]["endpoints"]
        corners = np.array(panels[panel]["vertices"])
        return float(np.linalg.norm(corners[a] - corners[b]))

    for panel in pattern.panels:
        edges = panels[panel.name]["edges"]
        for before, after in pairwise([*edges, edges[0]]):
            assert before["endpoints"][1] == after["endpoints"][0]
        size = np.ptp(np.array(panels[panel.name]["vertices"]), axis=0)
        assert size == pytest.approx(np.ptp(outline(panel), axis=0) * 100, abs=0.06)
    seams = sum(
        long(a["panel"], a["edge"]) - long(b["panel"], b["edge"])
        for a, b in spec["pattern"]["stitches"]
    )
    eased = sum(abs(v) for v in pattern.ease.values())
    assert abs(seams) <= eased * 100 + 0.1


def test_gc_json_has_the_shape_of_a_real_one(survey_data: Path) -> None:
    real = json.loads((survey_data / "patterns" / "shirt_mean_specification.json").read_text())
    ours = json.loads(export("classic-tee", "gc-json"))
    assert set(ours["pattern"]) == set(real["pattern"])
    their_panel = next(iter(real["pattern"]["panels"].values()))
    assert set(ours["pattern"]["panels"]["front"]) <= set(their_panel)
    assert set(ours["properties"]) <= set(real["properties"])


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="unknown export format 'docx'"):
        export("classic-tee", "docx")
