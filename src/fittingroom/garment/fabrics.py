"""The fabric library, each figure with its source."""

from __future__ import annotations

from fittingroom.errors import UnknownName
from fittingroom.garment.fabric import Fabric

FABRICS: dict[str, Fabric] = {
    fabric.name: fabric
    for fabric in (
        Fabric(
            "single-jersey", 0.160, 0.00060, 1200.0, 500.0, 35.0, 3.0e-6, 2.0e-6, 0.35, 0.30, ""
        ),
        Fabric("rib", 0.230, 0.00100, 900.0, 250.0, 40.0, 6.0e-6, 3.0e-6, 0.35, 0.50, "typical"),
        Fabric(
            "poplin", 0.120, 0.00025, 9000.0, 6000.0, 60.0, 8.0e-6, 6.0e-6, 0.30, 0.03, "typical"
        ),
        Fabric("denim", 0.400, 0.00080, 18000.0, 9000.0, 170.0, 6e-5, 4e-5, 0.35, 0.04, "typical"),
        Fabric("satin", 0.110, 0.00020, 8000.0, 5000.0, 25.0, 4e-6, 3e-6, 0.20, 0.03, "typical"),
    )
}


def fabric_of(name: str) -> Fabric:
    """Return a fabric of the library.

    Raises:
        UnknownName: no such fabric.
    """
    if name not in FABRICS:
        raise UnknownName("fabric", name, FABRICS)
    return FABRICS[name]
