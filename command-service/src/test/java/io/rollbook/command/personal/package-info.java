/** Tests of the keys that personal data in events is sealed with. */
@NullMarked
package io.rollbook.command.personal;

import org.jspecify.annotations.NullMarked;
