"""CNN Studio: build a convolutional network, train it live on MNIST, and look inside it."""

__version__ = "0.1.0"
