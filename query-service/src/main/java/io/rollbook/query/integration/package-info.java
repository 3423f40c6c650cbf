/** Users' integrations: the read model and the documented GETs. */
@NullMarked
package io.rollbook.query.integration;

import org.jspecify.annotations.NullMarked;
