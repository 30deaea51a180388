"""Textile tests beside published measurements: drape coefficient and elastane's stretch.

    python benchmarks/textiles.py [--edges 10 7.5 5] [--only library published stretch]

*library*: each fabric's bending lengths along warp and weft, and drape coefficient by length
of the triangles' edges, beside Cusick's regression of 1965. *published*: four cloths whose bending
rigidity, hysteresis, weight and drape coefficient were measured and published together, hung over
both plates in use, beside Morooka and Niwa's regression. *stretch*: the library's cloths with
elastane, pulled to tensions between the points of their measured curves. Everything in per cent.

Sources:
    Cusick 1965, "The dependence of fabric drape on bending and shear stiffness", J. Textile Inst.
    56, T596: DC = 35.6 c - 3.61 c² - 2.59 A + 0.0461 A² + 17.0, c the bending length in cm, A a
    shear angle in degrees that falls as shear stiffness rises (5 and 15 are shown: no fabric here
    tells its own). Written down from memory.
    Morooka and Niwa 1976, J. Home Econ. Japan 27: DC = 5.1 + 115.0 (B/W)^⅓ + 131.1 (2HB/W)^⅓
    + 1.2 (G/W)^⅓ in KES units. Written down from memory; the last term (0.5 to 1) is left out.
    Matsudaira, Masuda, Wada, Yokura 2015, J. Textile Eng. 61(6), 69-73, tables 1 and 2: read in a
    public repository's copy of the tables, not in the paper. It doesn't tell the plate.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

import fittingroom as fr
from fittingroom.drape.bending_length import bending_length
from fittingroom.drape.drape_coefficient import DrapeCoefficient, drape_coefficient
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.fabrics import fabric_names, fabric_of

_B = 9.80665e-5  # [N·m] of 1 gf·cm²/cm
_PLATES = {"30 on 18 cm": (0.30, 0.18), "25.4 on 12.7 cm": (0.254, 0.127)}  # ISO; JIS
_ANGLES = (5.0, 15.0)  # [degrees]


@dataclass(frozen=True)
class Published:
    """A cloth that was measured.

    Args:
        bending: B [gf·cm²/cm], the mean of warp and weft.
        hysteresis: 2HB [gf·cm/cm].
        weight: W [mg/cm²].
        coefficient: [%].
        folds: of the disc.
    """

    bending: float
    hysteresis: float
    weight: float
    coefficient: float
    folds: int

    def fabric(self) -> Fabric:
        """The cloth; what the paper doesn't tell (shear, stretch) is the library's poplin's."""
        rigidity = _B * self.bending
        return replace(
            fabric_of("poplin"),
            areal_density=self.weight / 100,
            bending_warp=rigidity,
            bending_weft=rigidity,
        )

    def regression(self) -> float:
        """Morooka and Niwa's coefficient [%]."""
        elastic, lost = self.bending / self.weight, self.hysteresis / self.weight
        return 5.1 + 115.0 * elastic ** (1 / 3) + 131.1 * lost ** (1 / 3)


PUBLISHED = {
    "cotton broadcloth": Published(0.118, 0.124, 12.38, 82.9, 2),
    "wool tropical": Published(0.067, 0.033, 16.29, 49.8, 5),
    "polyester tropical": Published(0.077, 0.029, 11.65, 50.7, 5),
    "polyester faille": Published(0.019, 0.007, 10.43, 28.3, 7),
}


def main() -> None:
    """Print the tables that are asked for."""
    tables = {"library": library, "published": published, "stretch": stretch}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edges", type=float, nargs="*", default=[10.0, 7.5, 5.0], help="[mm]")
    parser.add_argument("--only", nargs="*", choices=list(tables), default=list(tables))
    asked = parser.parse_args()
    for name in asked.only:
        print(f"\n## {name}")
        for row in tables[name]([edge / 1000 for edge in asked.edges]):
            print(row, flush=True)


def library(edges: Sequence[float]) -> Iterator[str]:
    """Each fabric's coefficient by length of edges, and Cusick's."""
    yield "fabric | c [mm] | " + _millimetres(edges) + " | folds | Cusick 1965, A 15 to 5 degrees"
    for name in fabric_names():
        fabric = fabric_of(name)
        lengths = [bending_length(fabric, along=way).bending_length for way in ("warp", "weft")]
        found = [drape_coefficient(fabric, spacing=edge) for edge in edges]
        wide, narrow = (cusick(100 * float(np.mean(lengths)), angle) for angle in _ANGLES)
        c = ", ".join(f"{1000 * length:.1f}" for length in lengths)
        yield f"{name} | {c} | {_told(found)} | {found[-1].folds} | {narrow:.0f} to {wide:.0f}"


def cusick(bending_cm: float, angle: float) -> float:
    """Cusick's regression of 1965 [%]."""
    return 35.6 * bending_cm - 3.61 * bending_cm**2 - 2.59 * angle + 0.0461 * angle**2 + 17.0


def published(edges: Sequence[float]) -> Iterator[str]:
    """The four published cloths on both plates, and the root mean square of what is off."""
    for plate, (diameter, support) in _PLATES.items():
        yield f"{plate} | measured | folds | " + _millimetres(edges) + " | folds | regression"
        off = []
        for name, cloth in PUBLISHED.items():
            found = [
                drape_coefficient(cloth.fabric(), spacing=edge, diameter=diameter, support=support)
                for edge in edges
            ]
            off.append([100 * found[-1].coefficient, cloth.regression()])
            off[-1] = [value - cloth.coefficient for value in off[-1]]
            told = f"{cloth.coefficient} | {cloth.folds} | {_told(found)} | {found[-1].folds}"
            yield f"{name} | {told} | {cloth.regression():.0f}"
        ours, theirs = np.sqrt(np.mean(np.square(off), axis=0))
        yield f"root mean square off: ours {ours:.1f}, regression {theirs:.1f}"


def stretch(edges: Sequence[float]) -> Iterator[str]:
    """Strain of pulled swatches and of the measured curve at the same tension."""
    yield "fabric | along | tension [N/m] | measured strain | simulated strain"
    for name in fabric_names():
        fabric = fabric_of(name)
        for way, curve in (("warp", fabric.curve_warp), ("weft", fabric.curve_weft)):
            strains, tensions = np.array([(0.0, 0.0), *curve]).T
            for tension in (tensions[:-1] + tensions[1:]) / 2:
                strain = pulled(fabric, way, float(tension), max(edges))
                wanted = np.interp(tension, tensions, strains)
                yield f"{name} | {way} | {tension:.1f} | {100 * wanted:.3f} | {100 * strain:.3f}"


def pulled(fabric: Fabric, way: str, tension: float, spacing: float) -> float:
    """Mean strain of a strip pulled along a thread."""
    strip = fr.Swatch(
        fabric,
        length=0.2,
        spacing=spacing,
        grain=0.0 if way == "warp" else np.pi / 2,
        gravity=0.0,
        clamped=("middle",),
        pull={"top": (0, tension, 0), "bottom": (0, -tension, 0)},
    )
    return float(fr.hang(strip).strain[:, 0 if way == "warp" else 1].mean())


def _told(found: Sequence[DrapeCoefficient]) -> str:
    return " | ".join(f"{100 * each.coefficient:.0f}" for each in found)


def _millimetres(edges: Sequence[float]) -> str:
    return " | ".join(f"{1000 * edge:g} mm" for edge in edges)


if __name__ == "__main__":
    main()
