/** The keys that personal data is sealed with, and erasing, keeping and handing out what is known of a person. */
@NullMarked
package io.rollbook.command.privacy;

import org.jspecify.annotations.NullMarked;
