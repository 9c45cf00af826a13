"""Mail a book to a reader that takes mail: settings, message, delivery."""
