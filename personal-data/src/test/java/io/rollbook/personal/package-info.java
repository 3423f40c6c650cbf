/** Tests of sealing, of key rings and of their file. */
@NullMarked
package io.rollbook.personal;

import org.jspecify.annotations.NullMarked;
