"""What people type into the pages of intake: the file and columns of an import, and somebody new."""
