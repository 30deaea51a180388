"""The border to parquet files: pandas and pyarrow, loaded when a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.errors import FileRefused, MissingDependency
from fittingroom.purchases.limits import LIMITS, Limits, check_file, too_much

if TYPE_CHECKING:
    import pandas as pd

MAGIC = b"PAR1"


def read_frame(path: Path, limits: Limits = LIMITS) -> pd.DataFrame:
    """Read a parquet file whole.

    Raises:
        FileRefused: too many rows or columns, or not parquet.
        MissingDependency: pandas or pyarrow isn't installed.
    """
    check_file(path, limits)
    try:
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise _missing() from error
    try:
        held = pq.read_metadata(path)
        if held.num_rows > limits.rows:
            raise too_much(path, f"{held.num_rows:,} rows", f"at most {limits.rows:,} rows")
        if held.num_columns > limits.columns:
            raise too_much(path, f"{held.num_columns} columns", f"at most {limits.columns}")
        unpacked = sum(
            held.row_group(group).total_byte_size for group in range(held.num_row_groups)
        )
        if unpacked > limits.file_bytes:
            raise too_much(path, f"{unpacked:,} bytes unpacked", f"at most {limits.file_bytes:,}")
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FileRefused(
            f"{path} isn't a parquet file that can be read: {error}",
            field="file", value=str(path),
        ) from error  # fmt: skip


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame to a parquet file.

    Raises:
        MissingDependency: pyarrow isn't installed.
    """
    try:
        frame.to_parquet(path, index=False)
    except ImportError as error:
        raise _missing() from error


def _missing() -> MissingDependency:
    return MissingDependency("pyarrow", extra="learning", purpose="a parquet file")
