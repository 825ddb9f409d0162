"""The bridge between blocking code and the event loop: the loop thread, and what calls need to run on it and
come back.
"""
