# publish on a mounted folder:
#   docker build -t publish-tei .
#   docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/book" -v publish-cache:/cache publish-tei build
# A Debian, for its Pango and the wheels that want glibc; the one that the tests run on.
FROM debian:bookworm-slim AS build
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY requirements.lock .ci/lock_part.py ./
RUN python3 lock_part.py requirements.lock > run.lock \
 && python3 lock_part.py requirements.lock hatchling > build.lock \
 && python3 -m venv /opt/publish \
 && /opt/publish/bin/pip install --no-cache-dir --require-hashes -r run.lock \
 && python3 -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --require-hashes -r build.lock
COPY . .
RUN /opt/build/bin/python -m hatchling build -t wheel -d /wheel \
 && /opt/publish/bin/pip install --no-cache-dir --no-deps /wheel/*.whl

FROM debian:bookworm-slim
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 publish \
 && install -d -m 1777 /cache /book
COPY --from=build /opt/publish /opt/publish
# Any user that `-u` names can write what runs keep; the book's folder is that user's own.
ENV PATH=/opt/publish/bin:$PATH HOME=/cache PUBLISH_CACHE=/cache/publish XDG_STATE_HOME=/cache/state
USER publish
WORKDIR /book
VOLUME /cache
ENTRYPOINT ["publish"]
CMD ["build"]
