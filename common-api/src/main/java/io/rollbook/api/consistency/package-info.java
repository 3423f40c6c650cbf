/** The token by which a reader sees what was just written. */
@NullMarked
package io.rollbook.api.consistency;

import org.jspecify.annotations.NullMarked;
