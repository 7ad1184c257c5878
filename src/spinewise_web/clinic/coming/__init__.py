"""How somebody comes: registered, invited, referred; and the letters that answer."""
