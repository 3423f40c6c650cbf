/** How a request is refused: codes, reasons, and the errors of single fields. */
@NullMarked
package io.rollbook.api.error;

import org.jspecify.annotations.NullMarked;
