"""`dure …`: the one command. One file per noun; each command imports what it needs when it runs."""
