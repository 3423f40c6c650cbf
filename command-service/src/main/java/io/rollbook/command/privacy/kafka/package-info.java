/** Keys and erasures on their way to the read side. */
@NullMarked
package io.rollbook.command.privacy.kafka;

import org.jspecify.annotations.NullMarked;
