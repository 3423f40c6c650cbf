/** What tells of a person, and so must be forgotten when the person wants it. */
@NullMarked
package io.rollbook.api.personal;

import org.jspecify.annotations.NullMarked;
