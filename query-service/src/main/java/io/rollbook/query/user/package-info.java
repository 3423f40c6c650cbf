/** Users: the read model, who is calling, and the documented GETs. */
@NullMarked
package io.rollbook.query.user;

import org.jspecify.annotations.NullMarked;
