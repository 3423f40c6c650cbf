/** Several instances of each service side by side: killed, frozen and started again, they agree and lose nothing. */
@NullMarked
package io.rollbook.standalone.several;

import org.jspecify.annotations.NullMarked;
