/** Reading what a client sent: fields, ids, limits. */
@NullMarked
package io.rollbook.web.request;

import org.jspecify.annotations.NullMarked;
