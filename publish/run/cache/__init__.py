"""What earlier runs made, and when it may be given again.

`store.py` keeps it by the hash of what it was made from, `toolchain.py` is a part of every such
hash, and `unchanged.py` gives the outputs of a whole run again.
"""

from publish.run.cache.store import FOLDER, LIMIT_MB, Cache, key_of

__all__ = ["FOLDER", "LIMIT_MB", "Cache", "key_of"]
