"""How each lab is drawn: one function from (lab, moment, size, theme) to a plate."""
