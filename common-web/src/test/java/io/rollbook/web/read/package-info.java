/** Tests of what routes that read share. */
@NullMarked
package io.rollbook.web.read;

import org.jspecify.annotations.NullMarked;
