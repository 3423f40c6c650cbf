/** Wiring that both services import. */
@NullMarked
package io.rollbook.web.platform;

import org.jspecify.annotations.NullMarked;
