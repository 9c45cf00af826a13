"""How a run is kept, shared and ended: files read and written, processes, the cache, interrupts."""
