/** Accounts at Firebase Authentication: the only place that knows its SDK. */
@NullMarked
package io.rollbook.command.identity.firebase;

import org.jspecify.annotations.NullMarked;
