/** Tests of the local identity provider. */
@NullMarked
package io.rollbook.command.identity.local;

import org.jspecify.annotations.NullMarked;
