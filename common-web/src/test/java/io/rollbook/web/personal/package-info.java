/** Tests of where the key ring is opened from. */
@NullMarked
package io.rollbook.web.personal;

import org.jspecify.annotations.NullMarked;
