"""The same stack in containers, for machines with a Docker engine (TRELLIS_TEST_ENGINE=testcontainers)."""

from contextlib import ExitStack
from pathlib import Path

from devstack import ports
from devstack.errors import DevstackError
from devstack.kafka_settings import SETTINGS
from devstack.passwords import Passwords
from devstack.stack import Stack

POSTGRES_IMAGE = "postgres:18"
KAFKA_IMAGE = "apache/kafka:4.1.1"
_POSTGRES_COMMAND = "postgres -c max_connections=300 -c fsync=off -c full_page_writes=off"


class ContainerStack(Stack):
    """A throw-away stack in two containers; `postgres` and `kafka` are None: nothing here kills them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._running = ExitStack()

    def start(self) -> None:
        """Start both containers and wait until they serve."""
        try:
            from docker.errors import DockerException  # type: ignore[import-untyped]
            from testcontainers.community.postgres import PostgresContainer
            from testcontainers.core.container import DockerContainer
            from testcontainers.core.wait_strategies import LogMessageWaitStrategy
        except ImportError as error:
            raise DevstackError(f"Containers: {error}. Install devstack[containers].") from error
        self.folder.mkdir(parents=True, exist_ok=True)
        port = ports.free_port()
        try:
            kafka = DockerContainer(KAFKA_IMAGE).with_bind_ports(9092, port)
            for name, value in _kafka_environment(port).items():
                kafka = kafka.with_env(name, value)
            postgres = PostgresContainer(
                POSTGRES_IMAGE,
                username="postgres",
                password=Passwords(self.folder / "passwords.json").of("postgres"),
                dbname="postgres",
                driver=None,
            ).with_command(_POSTGRES_COMMAND)
            self._running.enter_context(kafka.waiting_for(LogMessageWaitStrategy("Kafka Server started")))
            self._postgres_url = self._running.enter_context(postgres).get_connection_url()
            self._kafka_bootstrap = f"localhost:{port}"
        except DockerException as error:
            self.stop()
            raise DevstackError(
                f"Containers: the Docker engine does not do its part ({error}). Start it, or unset TRELLIS_TEST_ENGINE."
            ) from error

    def stop(self) -> None:
        """Remove both containers."""
        self._running.close()


def _kafka_environment(port: int) -> dict[str, str]:
    """The broker's settings as the image takes them; with any one given, it forgets its own defaults."""
    settings = SETTINGS | {
        "listeners": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "advertised.listeners": f"PLAINTEXT://localhost:{port}",
        "controller.quorum.voters": "1@localhost:9093",
    }
    return {"KAFKA_" + name.upper().replace(".", "_"): value for name, value in settings.items()}
