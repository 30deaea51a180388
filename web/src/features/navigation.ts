// Going from place to place: tabs beside the stage, a bar at the bottom of a phone.

import { make } from "../room/element";
import { icon } from "../room/icons";
import { live } from "../room/live";
import type { Place } from "../room/state";
import type { Store } from "../room/store";
import { shell } from "../words";

const PLACES = ["you", "wardrobe", "stage", "verdict"] as const satisfies readonly Place[];

/** Show the navigation in `host`. */
export function mountNavigation(host: HTMLElement, store: Store): void {
  live(
    host,
    store,
    ({ language, place }) => [language, place],
    ({ language, place }) => {
      host.setAttribute("aria-label", shell[language].places);
      return PLACES.map((each) =>
        make(
          "a",
          {
            href: `#${each}`,
            class: `to-${each}`,
            "data-focus": each,
            "aria-current": each === place ? "page" : null,
          },
          icon(each),
          make("span", {}, shell[language][each]),
        ),
      );
    },
  );
}
