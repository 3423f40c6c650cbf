/** What routes that read share: query parameters, paging, and answers that are sent as they are read. */
@NullMarked
package io.rollbook.web.read;

import org.jspecify.annotations.NullMarked;
