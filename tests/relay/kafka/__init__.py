"""The broker on Kafka, against the mock cluster of librdkafka: a mock, not a broker."""
