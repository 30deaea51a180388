"""`Catalogue`: the garments a shop sells, by reference; `catalogue` is the one that ships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fittingroom.errors import UnknownName
from fittingroom.garment.fabrics import fabric_of
from fittingroom.garment.garment import Appearance, Garment, SizeChart
from fittingroom.units import INCH


class Catalogue(Mapping[str, Garment]):
    """Garments by reference.

    Args:
        garments: what it holds, in the order it is shown.
    """

    def __init__(self, garments: Iterable[Garment]) -> None:
        self._by_ref = {garment.ref: garment for garment in garments}

    def __getitem__(self, ref: str) -> Garment:
        """Return a garment.

        Raises:
            UnknownName: no such reference.
        """
        if ref not in self._by_ref:
            raise UnknownName("garment", ref, self._by_ref)
        return self._by_ref[ref]

    def __contains__(self, ref: object) -> bool:
        return ref in self._by_ref

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_ref)

    def __len__(self) -> int:
        return len(self._by_ref)


def _flat(sizes: Mapping[str, tuple[float, float]]) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        size: {
            "half_chest": (width * INCH, width * INCH),
            "length": (long * INCH, long * INCH),
        }
        for size, (width, long) in sizes.items()
    }


catalogue = Catalogue(
    [
        Garment(
            ref="classic-tee",
            title={"en": "Classic crew tee", "zh": "经典圆领T恤"},
            brand="Gap",
            style="crew-neck-tee",
            chart=SizeChart(
                "garment",
                _flat({"S": (19.5, 25.9), "M": (20.9, 26.7), "L": (22.2, 27.2)}),
                "Gap Crew, measured flat, inches",
            ),
            fabrics={"shell": fabric_of("single-jersey"), "trim": fabric_of("rib")},
            appearance=Appearance((0.13, 0.20, 0.33), (0.11, 0.17, 0.28), "jersey"),
        )
    ]
)
