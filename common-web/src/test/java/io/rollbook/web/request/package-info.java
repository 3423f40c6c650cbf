/** Tests of the limits on what a client sends. */
@NullMarked
package io.rollbook.web.request;

import org.jspecify.annotations.NullMarked;
