"""Records for libraries and deposit agencies: MARC 21, Crossref, DataCite, CSL."""

from publish.write.records.crossref import write_crossref
from publish.write.records.csl import write_csl
from publish.write.records.datacite import write_datacite
from publish.write.records.marc import write_marc, write_marcxml

__all__ = ["write_crossref", "write_csl", "write_datacite", "write_marc", "write_marcxml"]
