/**
 * Badges: a feature that only these tests have. It has a command, an event, an aggregate, claims, a projection and routes, and
 * edits no file that other features share.
 */
@NullMarked
package io.rollbook.badge;

import org.jspecify.annotations.NullMarked;
