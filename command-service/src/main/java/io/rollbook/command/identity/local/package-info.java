/** The identity provider of the embedded default: Argon2id, signed tokens, keys in a file. */
@NullMarked
package io.rollbook.command.identity.local;

import org.jspecify.annotations.NullMarked;
