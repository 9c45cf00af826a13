"""Plain text, whose lines and spaces alone tell what it is -> blocks with looks."""
