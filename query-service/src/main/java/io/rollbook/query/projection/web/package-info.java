/** What operators see of the projections. */
@NullMarked
package io.rollbook.query.projection.web;

import org.jspecify.annotations.NullMarked;
