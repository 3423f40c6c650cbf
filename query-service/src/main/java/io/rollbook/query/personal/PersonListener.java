package io.rollbook.query.personal;

import java.util.Collection;

/** Is told what comes of persons, in the thread that reads it; what fails there is told again. */
public interface PersonListener {
    /** What was asked for in vain has come: the keys of these persons, or their erasure. */
    void arrived(Collection<String> persons);

    /** These persons are erased. Told of everybody who is before anything is served, and may be told again at any time. */
    void erased(Collection<String> persons);
}
