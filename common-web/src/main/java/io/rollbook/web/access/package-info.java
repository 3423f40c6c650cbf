/** Who is calling, and who may do what: the declaration beside a route and its enforcement. */
@NullMarked
package io.rollbook.web.access;

import org.jspecify.annotations.NullMarked;
