"""Draw every pose on a woman and a man, front and side.

python scripts/body_poses.py [OUT.png]
"""

from __future__ import annotations

import sys
from pathlib import Path

import mitsuba as mi
import numpy as np
from PIL import Image

from body_sheet import SIDE, draw
from fittingroom.body.making import make_body
from fittingroom.body.poses import POSES
from fittingroom.body.posing import pose_body
from fittingroom.person.reading import read_person

TARGET = Path(__file__).parents[1] / "docs/images/poses.png"
PEOPLE = (
    {"sex": "female", "height_cm": 168, "weight_kg": 62},
    {"sex": "male", "height_cm": 178, "weight_kg": 85},
)
SHOWN = [pose for name, pose in POSES.items() if name not in ("rest", "a-wide")]


def main() -> None:
    """Pose, draw and write."""
    mi.set_variant("scalar_rgb")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    strips = []
    for told in PEOPLE:
        body = make_body(read_person(told))
        posed = [pose_body(body, pose) for pose in SHOWN]
        strips += [
            draw(posed, turn, width=1680, height=420, spacing=1.35) for turn in (np.eye(3), SIDE)
        ]
    whole = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    for k, strip in enumerate(strips):
        whole.paste(strip, (0, k * strip.height))
    whole = whole.resize((1100, round(whole.height * 1100 / whole.width)), Image.Resampling.LANCZOS)
    whole.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
