"""Build: put layers together, and see what each of them does and costs."""
