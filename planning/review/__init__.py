"""The review after the CRM goes live: when it is due, what it says, how it is frozen and printed."""
