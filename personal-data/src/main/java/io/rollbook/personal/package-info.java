/** Personal data in events: sealed with a key of the person's own, opened as long as that key exists. */
@NullMarked
package io.rollbook.personal;

import org.jspecify.annotations.NullMarked;
