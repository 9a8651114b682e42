"""Report -> Reading: what each voice says happened, and who they say did it."""
