"""What observers see: the values, the base class of observers, and the calls to them."""
