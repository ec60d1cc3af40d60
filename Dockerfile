# One file for all services; `make images` says how each is built and named.
# Needs nothing of BuildKit, so that any builder makes it.
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS builder
ARG SERVICE
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_SYSTEM_CERTS=true UV_PYTHON_DOWNLOADS=never
WORKDIR /src
COPY requirements/bootstrap.txt requirements/build.txt requirements/
RUN pip install --quiet --require-hashes -r requirements/bootstrap.txt \
 && python -m venv --without-pip /build \
 && uv pip sync --quiet --python /build/bin/python --require-hashes requirements/build.txt
# The dependencies are a layer of their own, made anew only when the service's lock changes.
COPY requirements/${SERVICE}.txt requirements/
RUN python -m venv --without-pip /app \
 && uv pip sync --quiet --python /app/bin/python --compile-bytecode --require-hashes requirements/${SERVICE}.txt
COPY libs/shared libs/shared
COPY services/${SERVICE} services/${SERVICE}
RUN for member in libs/shared services/${SERVICE}; do (cd $member && /build/bin/hatchling build -t wheel -d /wheels) || exit 1; done \
 && uv pip install --quiet --python /app/bin/python --compile-bytecode --no-deps --offline /wheels/*.whl \
 && printf '#!/bin/sh\nexec /app/bin/trellis %s "$@"\n' "${SERVICE}" >/app/bin/service && chmod 755 /app/bin/service

FROM ${PYTHON}
ARG SERVICE
LABEL org.opencontainers.image.title="trellis-${SERVICE}"
RUN groupadd --gid 10001 trellis && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin trellis
COPY --from=builder /app /app
# Whose a volume becomes that is mounted there: files of the library, where no S3 has them.
RUN install -d -o 10001 -g 10001 /library
# Nothing else is written at run time: the root file system may be read-only.
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0 HTTP_PORT=8000
USER 10001:10001
WORKDIR /app
EXPOSE 8000
# As much time to start as the startup probe of deploy/k8s gives: eight of these start at once on a laptop.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD ["python", "-I", "-S", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + (os.environ.get('HTTP_OPERATIONS_PORT') or os.environ['HTTP_PORT']) + '/healthz', timeout=4)"]
ENTRYPOINT ["/app/bin/service"]
CMD ["api"]
