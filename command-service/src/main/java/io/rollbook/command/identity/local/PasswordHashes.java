package io.rollbook.command.identity.local;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Argon2id with the cost OWASP recommends: 19 MiB of memory, two passes, one lane. */
final class PasswordHashes {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIBIBYTES, PASSES);

    // More at a time than there are processors would only take memory: each of them takes 19 MiB.
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    // Compared with when there is no account, so that an unknown email takes as long as a wrong password.
    private final String nobody = hash("nobody has this password");

    String hash(String password) {
        processors.acquireUninterruptibly();
        try {
            return String.valueOf(argon2.encode(password));
        } finally {
            processors.release();
        }
    }

    boolean matches(String password, Optional<String> hash) {
        processors.acquireUninterruptibly();
        try {
            return argon2.matches(password, hash.orElse(nobody)) && hash.isPresent();
        } finally {
            processors.release();
        }
    }
}
