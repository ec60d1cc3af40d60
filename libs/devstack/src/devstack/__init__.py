"""The real PostgreSQL and the real Apache Kafka for a laptop and for the tests."""

from devstack.errors import DevstackError
from devstack.kafka import Kafka
from devstack.postgres import Postgres
from devstack.provision import ServiceUrls
from devstack.stack import Stack
from devstack.surroundings import throwaway

__all__ = ["DevstackError", "Kafka", "Postgres", "ServiceUrls", "Stack", "throwaway"]
