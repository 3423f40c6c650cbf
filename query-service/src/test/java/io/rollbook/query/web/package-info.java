/** The reading routes over HTTP. */
@NullMarked
package io.rollbook.query.web;

import org.jspecify.annotations.NullMarked;
