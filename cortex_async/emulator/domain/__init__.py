"""What Cortex does, without HTTP: functions on a ``World`` that handlers, timers and test controls share."""
