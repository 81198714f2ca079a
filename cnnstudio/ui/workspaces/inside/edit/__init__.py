"""Be the kernel: filters edited by hand, frozen and switched off, and what that does."""
