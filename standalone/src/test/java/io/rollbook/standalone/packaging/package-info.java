/** Makes the packaged standalone out of its jar. Here, because it is driven by the clients of the tests. */
@NullMarked
package io.rollbook.standalone.packaging;

import org.jspecify.annotations.NullMarked;
