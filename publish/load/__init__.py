"""Bring finished files onto e-readers: over USB, by mail, over OPDS."""
