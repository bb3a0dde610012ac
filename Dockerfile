# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY locks/run.txt locks/run.txt
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes --requirement locks/run.txt
COPY pyproject.toml README.md ./
COPY backend backend
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.11-slim-bookworm
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /app
COPY packages.txt .
# The image brings its own Python; everything else of the list is installed.
# hadolint ignore=DL3008
RUN apt-get update \
    && sed -e 's/#.*//' -e '/^python3-venv$/d' packages.txt | xargs apt-get install --yes --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 shubbak \
    && useradd --system --uid 10001 --gid shubbak --home-dir /app --shell /usr/sbin/nologin shubbak \
    && install -d -o shubbak -g shubbak -m 0700 /var/lib/shubbak/data /var/lib/shubbak/keys
COPY --from=packages /app /app
COPY bin/run bin/run
COPY frontend frontend
COPY static static
COPY locales locales

ENV HOST=0.0.0.0 \
    PORT=8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SHUBBAK_DATA_DIR=/var/lib/shubbak/data \
    SHUBBAK_KEY_DIR=/var/lib/shubbak/keys
ENV PATH=/app/.venv/bin:$PATH
USER 10001:10001
EXPOSE 8000
VOLUME ["/var/lib/shubbak/data", "/var/lib/shubbak/keys"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/live', timeout=4)"]
CMD ["bin/run"]
