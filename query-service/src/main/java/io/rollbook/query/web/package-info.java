/** What the documented GETs share: reading query parameters, paging, and lists that are sent as they are read. */
@NullMarked
package io.rollbook.query.web;

import org.jspecify.annotations.NullMarked;
