"""What all screens of the page share."""
