"""`ShopOptions`: every figure the simulated shop is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from fittingroom.errors import InvalidInput
from fittingroom.person.person import Ease

WISHES: tuple[Ease, ...] = ("close", "regular", "loose")
LIMITS: dict[str, tuple[float, float]] = {
    "people": (1, 1_000_000), "brands": (1, 200), "items": (1, 200), "female": (0.0, 1.0),
    "girths_told": (0.0, 1.0), "girth_error_cm": (0.0, 20.0), "height_error_cm": (0.0, 20.0),
    "weight_error_kg": (0.0, 20.0), "taste": (0.0, 2.0), "chart_cm": (0.0, 10.0),
    "brand_cm": (0.0, 10.0), "item_cm": (0.0, 10.0), "steepness": (0.1, 50.0),
    "follows": (0.0, 1.0), "habit": (0.0, 5.0), "kept_small": (0.0, 1.0), "kept_fit": (0.0, 1.0),
    "kept_large": (0.0, 1.0), "days": (1, 10_000), "sizes_added": (0, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShopOptions:
    """The shop's people, wardrobe and customs. All are assumptions; docs/loop.md says why.

    Args:
        people: how many shoppers there are.
        brands: how many brands.
        items: how many items each brand makes of each garment of the catalogue.
        sizes_added: sizes above the catalogue's largest, each as far as the last step.
        female: share of women.
        wishes: share of people who want clothes close, regular, loose.
        girths_told: share of people who tell girths beside height and weight.
        girth_error_cm: sd of the error of a told girth [cm].
        height_error_cm: sd of the error of a told height [cm].
        weight_error_kg: sd of the error of a told weight [kg].
        taste: how far people of one wish differ, sd in widths of the regular band.
        chart_cm: sd of what brands add to the catalogue's girths, as their charts say [cm].
        brand_cm: sd of what a brand's clothes run larger than its chart says [cm].
        item_cm: sd of what an item runs larger than its brand [cm].
        steepness: how fast small or large gets likelier as the garment leaves its band.
        follows: share of purchases in the advised size, the others are by habit.
        habit: sd of how many sizes a shopper's usual size is off.
        kept_small: share kept of what was small.
        kept_fit: share kept of what fitted.
        kept_large: share kept of what was large.
        start: first day of business.
        days: how long it's open.

    Raises:
        InvalidInput: a figure outside its range.
    """

    people: int = 5_000
    brands: int = 8
    items: int = 3
    sizes_added: int = 4
    female: float = 0.6
    wishes: Mapping[Ease, float] = field(
        default_factory=lambda: MappingProxyType({"close": 0.2, "regular": 0.6, "loose": 0.2})
    )
    girths_told: float = 0.5
    girth_error_cm: float = 1.5
    height_error_cm: float = 1.0
    weight_error_kg: float = 1.5
    taste: float = 0.15
    chart_cm: float = 1.5
    brand_cm: float = 2.5
    item_cm: float = 1.5
    steepness: float = 3.5
    follows: float = 0.6
    habit: float = 0.6
    kept_small: float = 0.15
    kept_fit: float = 0.95
    kept_large: float = 0.3
    start: str = "2026-01-01"
    days: int = 365

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InvalidInput(
                    f"{name} is {value}; the simulated shop takes {low} to {high}",
                    field=name, value=value, allowed=f"{low} to {high}",
                )  # fmt: skip
        shares = [self.wishes.get(wish, 0.0) for wish in WISHES]
        if min(shares) < 0.0 or abs(sum(shares) - 1.0) > 1e-9:
            raise InvalidInput(
                f"the shares of wishes are {shares}; they must be 0 or more and sum to 1",
                field="wishes", value=str(shares), allowed="shares that sum to 1",
            )  # fmt: skip
