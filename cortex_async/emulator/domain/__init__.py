"""What Cortex does, apart from HTTP: functions on a world that handlers, timers and the test's own hands share."""
