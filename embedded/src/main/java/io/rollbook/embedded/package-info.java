/** PostgreSQL, Kafka and a MongoDB-compatible server that start beside or inside this JVM, for the embedded default and for tests. */
@NullMarked
package io.rollbook.embedded;

import org.jspecify.annotations.NullMarked;
