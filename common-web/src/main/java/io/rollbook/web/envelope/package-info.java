/** The two documented envelopes, and the one place where an error becomes an answer. */
@NullMarked
package io.rollbook.web.envelope;

import org.jspecify.annotations.NullMarked;
