/** What stands between everything that is logged and the log. */
@NullMarked
package io.rollbook.web.log;

import org.jspecify.annotations.NullMarked;
