/** Personal data on disk and in the log: nowhere in the clear, and nowhere at all once a person is erased. */
@NullMarked
package io.rollbook.standalone.personal;

import org.jspecify.annotations.NullMarked;
