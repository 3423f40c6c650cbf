/** Accounts and passwords, kept by an identity provider. */
@NullMarked
package io.rollbook.command.identity;

import org.jspecify.annotations.NullMarked;
