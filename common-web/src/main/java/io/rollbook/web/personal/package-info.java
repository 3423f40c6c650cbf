/** Where the key ring is that opens personal data. */
@NullMarked
package io.rollbook.web.personal;

import org.jspecify.annotations.NullMarked;
