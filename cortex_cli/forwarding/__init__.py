"""Events as signed webhook deliveries to a server of the user, as the API makes them."""
