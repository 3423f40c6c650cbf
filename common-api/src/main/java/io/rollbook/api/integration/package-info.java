/** The messages about a user's connection to an outside integration. */
@NullMarked
package io.rollbook.api.integration;

import org.jspecify.annotations.NullMarked;
