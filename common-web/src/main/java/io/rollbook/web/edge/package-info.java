/** What every request passes before a controller sees it. */
@NullMarked
package io.rollbook.web.edge;

import org.jspecify.annotations.NullMarked;
