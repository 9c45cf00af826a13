"""Pages as OCR has them (ALTO, PAGE, hOCR), with places and likelihoods -> a text that flows."""
