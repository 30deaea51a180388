"""The bodies' routes over HTTP: the basis sent once, a body made, a person's mistakes."""

from __future__ import annotations

import gzip
import json
import struct
from typing import Any

import httpx2 as httpx
import numpy as np
