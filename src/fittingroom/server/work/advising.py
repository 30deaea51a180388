"""Size advice for the page: worked out once for a person and a garment, then remembered.

What is remembered is named by a keyed digest and holds no measurement.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock, Thread
from typing import Any

from fittingroom.fit.advice import advise
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.person.reading import read_person
from fittingroom.server.wire.shelf import SizeAdviceMade
from fittingroom.server.work.garments import garment_of
from fittingroom.server.work.result import advice_made
from fittingroom.store.keyring import Keyring

_KEPT = 2000  # advices, about 4 kB each

Document = Mapping[str, Any]


class Adviser:
    """Advises sizes and remembers.

    Args:
        keyring: names what is remembered.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._known: OrderedDict[str, SizeAdviceMade] = OrderedDict()
        self._lock = Lock()

    def warm_up(self) -> None:
        """Cut every garment that ships, beside everything else: the first advice needn't."""
        Thread(target=_cut_all, name="cutting", daemon=True).start()

    def advise(
        self, person: Document, garment: Document, fabric: str | None = None
    ) -> SizeAdviceMade:
        """Return the advice for a person and a garment's document.

        Raises:
            FittingRoomError: a person or a garment that can't be.
        """
        text = json.dumps([person, garment, fabric], sort_keys=True)
        key = self._keyring.digest(text.encode(), "advice")
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        cloth = garment_of(garment, fabric)
        made = advice_made(cloth, advise(read_person(person), cloth))
        with self._lock:
            self._known[key] = made
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return made


def _cut_all() -> None:
    for garment in catalogue.values():
        for size in garment.chart.sizes:
            cut(garment, size)
