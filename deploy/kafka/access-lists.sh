#!/usr/bin/env bash
# Gives the broker the passwords of the services and the lists of who may do what, and then does nothing: a container that ended
# would look like one that failed. Giving what is there already changes nothing.
set -euo pipefail

config=$(mktemp)
cat >"$config" <<END
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="$KAFKA_BROKER_PASSWORD";
END

give_password() {
    /opt/kafka/bin/kafka-configs.sh --bootstrap-server kafka:9092 --command-config "$config" --alter \
        --entity-type users --entity-name "$1" --add-config "SCRAM-SHA-512=[iterations=8192,password=$2]"
}

give_password command "$KAFKA_COMMAND_PASSWORD"
give_password query "$KAFKA_QUERY_PASSWORD"
while read -r who kind beginning operations; do
    if [[ -z $who || $who == '#'* ]]; then
        continue
    fi
    flags=()
    for operation in ${operations//,/ }; do
        flags+=(--operation "$operation")
    done
    /opt/kafka/bin/kafka-acls.sh --bootstrap-server kafka:9092 --command-config "$config" --add \
        --allow-principal "User:$who" "--$kind" "$beginning" --resource-pattern-type prefixed "${flags[@]}"
done </etc/rollbook/access-lists
rm "$config"
touch /tmp/given
exec sleep infinity
