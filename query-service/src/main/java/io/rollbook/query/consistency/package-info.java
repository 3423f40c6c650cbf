/** Reading one's own writes: waiting, without locks, until a read model has what its reader has already been told. */
@NullMarked
package io.rollbook.query.consistency;

import org.jspecify.annotations.NullMarked;
