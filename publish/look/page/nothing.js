// Stands in for construct-style-sheets-polyfill, which no browser of today needs.
