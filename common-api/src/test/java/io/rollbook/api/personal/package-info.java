/** Tests of what is marked as personal. */
@NullMarked
package io.rollbook.api.personal;

import org.jspecify.annotations.NullMarked;
