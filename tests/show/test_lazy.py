"""Heavy libraries wait until a picture or a file is made."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("mitsuba", "drjit", "pxr", "numba", "torch", "anny")


def test_importing_every_module_of_show_loads_no_heavy_library() -> None:
    code = f"""
import importlib, pkgutil, sys
import fittingroom.show
for module in pkgutil.iter_modules(fittingroom.show.__path__, "fittingroom.show."):
    if module.name.rpartition(".")[2] != "_kernels":
        importlib.import_module(module.name)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
