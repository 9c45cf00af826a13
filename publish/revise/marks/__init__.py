"""What readers marked in their copies: highlights and notes, from the files of their devices."""

from publish.revise.marks.filing import Filed, file_marks
from publish.revise.marks.formats import read_marks
from publish.revise.marks.mark import Mark

__all__ = ["Filed", "Mark", "file_marks", "read_marks"]
