/** What must be there before requests are served: servers, and what is made at the first start. */
@NullMarked
package io.rollbook.command.startup;

import org.jspecify.annotations.NullMarked;
