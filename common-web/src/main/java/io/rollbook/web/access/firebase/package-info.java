/** Verifies Firebase's ID tokens and session cookies without its SDK, so that both sides can. */
@NullMarked
package io.rollbook.web.access.firebase;

import org.jspecify.annotations.NullMarked;
