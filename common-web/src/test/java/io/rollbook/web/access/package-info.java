/** Tests of who is let in. */
@NullMarked
package io.rollbook.web.access;

import org.jspecify.annotations.NullMarked;
