"""The screens of the page, one file each: thin scripts over what `ui` makes of values."""
