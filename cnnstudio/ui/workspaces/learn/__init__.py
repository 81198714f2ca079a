"""The Learn workspace: the catalogue of labs, and the page of the lab that is open."""
