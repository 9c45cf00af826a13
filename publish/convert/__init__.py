"""Files of others -> a TEI manuscript, its edition and its errata; road.py tells how."""

from publish.convert.changes import Changes
from publish.convert.converted import Converted
from publish.convert.road import convert
from publish.convert.sources import check_sources

__all__ = ["Changes", "Converted", "check_sources", "convert"]
