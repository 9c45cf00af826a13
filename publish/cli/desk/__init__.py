"""What `publish look` can do with a manuscript: its pages, its source, its errata, its pictures."""
