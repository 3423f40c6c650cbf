/** Roles: the read model and the documented GETs. */
@NullMarked
package io.rollbook.query.role;

import org.jspecify.annotations.NullMarked;
