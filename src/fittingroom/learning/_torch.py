"""The border to PyTorch: loaded when something is trained, never to predict."""

from __future__ import annotations

from typing import Any

from fittingroom.errors import InvalidInput, MissingDependency


def torch_with(threads: int, device: str) -> Any:
    """Return the module `torch`, set to so many threads.

    Raises:
        MissingDependency: it isn't installed.
        InvalidInput: there is no such device.
    """
    try:
        import torch
    except ModuleNotFoundError as error:
        raise MissingDependency("torch", extra="learning", purpose="training") from error
    torch.set_num_threads(threads)
    if device != "cpu" and not (device.startswith("cuda") and torch.cuda.is_available()):
        raise InvalidInput(
            f"device is '{device}', which isn't there; use cpu",
            field="device", value=device, allowed="cpu, or cuda where there is a graphics card",
        )  # fmt: skip
    return torch
