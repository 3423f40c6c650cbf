/** The contract documents as tests, one class a resource, against whichever system they are given. */
@NullMarked
package io.rollbook.standalone.contract;

import org.jspecify.annotations.NullMarked;
