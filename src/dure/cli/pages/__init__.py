"""The pages of docs/ that are made from the code; each module has one function `page()` returning Markdown."""
