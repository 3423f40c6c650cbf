package io.rollbook.command.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What new passwords are held against.
 *
 * @param breachedFile a file of passwords that were in a breach, see {@link BreachedPasswords}; {@code null} for none
 */
@ConfigurationProperties("rollbook.passwords")
record PasswordSettings(@Nullable Path breachedFile) {}
