/** Tests of what operators are told of servers. */
@NullMarked
package io.rollbook.web.health;

import org.jspecify.annotations.NullMarked;
