"""How anything is kept: the two databases, transactions, jobs, sealed columns, keys and files."""
