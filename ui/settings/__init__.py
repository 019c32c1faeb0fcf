"""What a person chooses in the page, and what each choice does."""
