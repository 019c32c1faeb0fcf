"""What all screens of the page share."""

# Where it is reachable from this machine only.
HOST = "127.0.0.1"
# What the page is told of signing in, behind the script's name; told nothing, it asks for it where it is set up.
ALWAYS_SIGN_IN, NEVER_SIGN_IN = "--sign-in", "--without-sign-in"
