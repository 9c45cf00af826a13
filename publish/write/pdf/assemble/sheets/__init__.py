"""A book's pages on the sheets that are printed, folded and sewn.

`planning.py` asks the edition how, `imposition.py` puts the pages in their places, `marks.py` draws
what the binder goes by. How a sheet is folded is in `publish/house/page/folding.py`.
"""

from publish.write.pdf.assemble.sheets.imposition import impose
from publish.write.pdf.assemble.sheets.planning import around_sheets, check_creep, plan_sheets

__all__ = ["around_sheets", "check_creep", "impose", "plan_sheets"]
