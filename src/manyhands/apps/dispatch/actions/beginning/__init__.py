"""How an assignment begins: proposed, asked, assigned or claimed; and what those answer who were asked."""
