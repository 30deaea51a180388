"""Write web/openapi.json, from which the page's client is generated (`make api`); --check says
whether it is still what the service speaks."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from fittingroom.server.app import create_app

FILE = Path(__file__).resolve().parents[1] / "web" / "openapi.json"


def main() -> None:
    """Write the schema, or compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    text = json.dumps(create_app().openapi(), indent=1, ensure_ascii=False) + "\n"
    if not arguments.parse_args().check:
        FILE.write_text(text, encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != text:
        sys.exit("web/openapi.json isn't what the service speaks: run 'make api'")


if __name__ == "__main__":
    main()
