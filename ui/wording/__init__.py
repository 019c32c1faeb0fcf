"""How things are said, in the page and on the command line alike."""
