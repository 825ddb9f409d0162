"""Groups of workers, for brokers that keep who owns a partition and leave the rest to the client.

A broker brings a roster, a partition and a membership, and fills in what only it can do: sign, read who is
there, take a partition, give it back, save and fetch. What follows from that is here, once.
"""
