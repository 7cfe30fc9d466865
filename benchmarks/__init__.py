"""What pages and actions cost where there are thousands of groups: `make bench`, `make check-claims`."""
