"""HTML, whoever wrote it -> TEI blocks that know how they looked."""
