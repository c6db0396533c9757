"""Goals and quotas on their pages: what was aimed at, how far it is met, and what is still needed."""
