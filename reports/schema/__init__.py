"""The JSON Schema of verdict.json, generated from the records in `reports.verdict` and kept beside this file.

``python -m reports.schema`` writes it anew; a test holds the two together.
"""

from __future__ import annotations

import json
from pathlib import Path

from reports.verdict import Verdict

PATH = Path(__file__).with_name("verdict.schema.json")


def generate() -> str:
    """The schema as JSON text: of what is written, so every field that is always there is required."""
    schema = Verdict.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": PATH.name}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"
