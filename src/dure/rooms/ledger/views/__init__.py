"""The book's pages: `public` for everybody, `own` for a person, `staff` for every account, `files` for exports."""
