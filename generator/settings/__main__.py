"""`python -m generator.settings` in a checkout: the JSON Schemas and docs/settings.md, from the code."""

from pathlib import Path

from generator.settings.json_schema import write_schemas
from generator.settings.reference import write_reference

write_schemas(Path.cwd())
write_reference(Path.cwd())
