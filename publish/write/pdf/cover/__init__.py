"""The cover of the printed book on one sheet, with its bar code."""
