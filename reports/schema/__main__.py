"""Writes the schema file anew."""

from __future__ import annotations

import sys

from reports.files import write_text
from reports.schema import PATH, generate

write_text(PATH, generate())
sys.stdout.write(f"{PATH}\n")
