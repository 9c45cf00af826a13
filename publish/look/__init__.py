"""The page of `publish look`: a book in a real reading engine, with its findings beside it.

`exhibit.py` is what there is to see, `site.py` what can be asked for, `server.py` who answers,
`lookout.py` notices changes on disk. `page/` is the page itself, `foliate/` the reading engine
foliate-js as published; the looks are in `styles/look.css` and `styles/look-device.css`.
"""

from publish.look.desk import Desk, NoDesk, RefusedError
from publish.look.exhibit import Exhibit, Remark
from publish.look.lookout import Lookout
from publish.look.server import open_server

__all__ = ["Desk", "Exhibit", "Lookout", "NoDesk", "RefusedError", "Remark", "open_server"]
