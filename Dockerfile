# Both services. They share their modules, so one Maven run builds both and only the last stages differ:
#   docker build --target command-service --tag rollbook/command-service .
#   docker build --target query-service --tag rollbook/query-service .

ARG BUILD_IMAGE=eclipse-temurin:25-jdk-noble
ARG RUN_IMAGE=eclipse-temurin:25-jre-noble


FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY common-api/pom.xml common-api/
COPY personal-data/pom.xml personal-data/
COPY common-web/pom.xml common-web/
COPY command-service/pom.xml command-service/
COPY query-service/pom.xml query-service/
COPY embedded/pom.xml embedded/
COPY test-servers/pom.xml test-servers/
COPY standalone/pom.xml standalone/
COPY benchmarks/pom.xml benchmarks/
# Downloads happen here, before the sources: a change of code does not come by. What was downloaded once stays in the
# cache, so that a change of a pom.xml fetches only what is new.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --quiet --projects command-service,query-service --also-make prepare-package -Dmaven.test.skip=true
COPY common-api/src common-api/src
COPY personal-data/src personal-data/src
COPY common-web/src common-web/src
COPY command-service/src command-service/src
COPY query-service/src query-service/src
COPY embedded/src embedded/src
COPY test-servers/src test-servers/src
# Tests are not for here: they want servers, and .ci/run has run them.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --quiet --projects command-service,query-service --also-make package -Dmaven.test.skip=true \
    && for service in command-service query-service; do \
        java -Djarmode=tools -jar $service/target/$service-*-exec.jar \
            extract --layers --application-filename application.jar --destination /layers/$service \
        || exit 1; done


FROM ${RUN_IMAGE} AS service
RUN groupadd --gid 10001 rollbook \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin rollbook \
    && install --directory --owner=rollbook --group=rollbook --mode=0700 /var/lib/rollbook /var/lib/rollbook/personal
WORKDIR /opt/rollbook
COPY deploy/image/ ./
ENV SERVER_PORT=8080 \
    ROLLBOOK_DATA=/var/lib/rollbook
EXPOSE 8080
# Liveness, not readiness: a container whose database is away is not mended by another container.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 CMD ["/opt/rollbook/healthcheck"]
ENTRYPOINT ["java", "@/opt/rollbook/java.args", "-XX:AOTCache=/opt/rollbook/application.aot", \
    "-jar", "/opt/rollbook/application.jar"]


# The last RUN of a service starts it up to where its servers would be needed and keeps the classes as they were then
# loaded and linked (JEP 514); that halves its start. It happens where the jars lie in the end, because the JVM believes
# the cache only beside the very same files.
FROM service AS command-service
COPY --from=build /layers/command-service/dependencies/ ./
COPY --from=build /layers/command-service/snapshot-dependencies/ ./
COPY --from=build /layers/command-service/application/ ./
RUN java @java.args -XX:AOTCacheOutput=application.aot -Dspring.context.exit=onRefresh -Xlog:aot=error -Dlogging.level.root=error \
        -Dspring.datasource.url=jdbc:postgresql://none.invalid/none -Dspring.datasource.username=training \
        -Dspring.datasource.password=training-run \
        -Drollbook.data=/tmp/training -jar application.jar \
    && rm -r /tmp/* && chmod 0444 application.aot
USER 10001:10001
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Rollbook command service" \
    org.opencontainers.image.description="The write side of Rollbook: aggregates, accounts, event store, publishing" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"


FROM service AS query-service
COPY --from=build /layers/query-service/dependencies/ ./
COPY --from=build /layers/query-service/snapshot-dependencies/ ./
COPY --from=build /layers/query-service/application/ ./
RUN java @java.args -XX:AOTCacheOutput=application.aot -Dspring.context.exit=onRefresh -Xlog:aot=error -Dlogging.level.root=error \
        -jar application.jar \
    && rm -rf /tmp/* && chmod 0444 application.aot
USER 10001:10001
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Rollbook query service" \
    org.opencontainers.image.description="The read side of Rollbook: projections, read models, the documented reads" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
