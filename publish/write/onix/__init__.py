"""ONIX for Books 3.0: what the shop is told of a book; message.py is the place to begin."""

from publish.write.onix.checking import check_onix
from publish.write.onix.message import write_onix
from publish.write.onix.needs import check_trade

__all__ = ["check_onix", "check_trade", "write_onix"]
