/** What both services are built of whatever they do: wiring, and work that recurs. */
@NullMarked
package io.rollbook.web.platform;

import org.jspecify.annotations.NullMarked;
