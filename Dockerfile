# The shop's image: web server, job worker, periodic work and every manage.py command, by choosing the command.
# Built in two stages, so that nothing needed only for building is in what runs.

FROM python:3.11-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv .venv && .venv/bin/pip install --require-hashes -r requirements/run.txt
COPY . .
# The settings refuse to start without these; they serve this one step and stay in no layer that runs.
RUN .venv/bin/python scripts/compile_translations \
    && CHO_SAO_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
       CHO_SAO_BASE_URL=https://build.example CHO_SAO_SMS_GATEWAY=off CHO_SAO_DATA_DIR=/tmp/build \
       DJANGO_SETTINGS_MODULE=marketplace.settings.production \
       .venv/bin/python manage.py collectstatic --noinput -v0 \
    && .venv/bin/python -m compileall -q catalog cms search marketplace

FROM python:3.11-slim-trixie
# pg_dump and pg_restore, for manage.py backup and restore on PostgreSQL.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin shop \
    && install -d -o shop -g shop -m 0750 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production \
    CHO_SAO_DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "marketplace.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "5000", "--max-requests-jitter", "500", "--timeout", "30"]
