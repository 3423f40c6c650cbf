/** Wiring of the read side: the database, the web side's share. */
@NullMarked
package io.rollbook.query.platform;

import org.jspecify.annotations.NullMarked;
