/** What the black-box tests need: running systems, a client that behaves like a frontend, and the documented envelopes. */
@NullMarked
package io.rollbook.standalone.support;

import org.jspecify.annotations.NullMarked;
