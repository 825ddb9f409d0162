"""The loop thread and the hand-over of calls to it."""
