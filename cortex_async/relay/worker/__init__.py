"""Workers: run the handlers of a router on events that a broker hands out."""
