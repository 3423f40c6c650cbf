/** The standalone killed under load: what clients were told, what the reads show and what the store folds to agree. */
@NullMarked
package io.rollbook.standalone.crash;

import org.jspecify.annotations.NullMarked;
