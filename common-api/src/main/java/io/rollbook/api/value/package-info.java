/** Rules that value types of several features share. */
@NullMarked
package io.rollbook.api.value;

import org.jspecify.annotations.NullMarked;
